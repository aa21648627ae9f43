// One moment of the source for one or several readers. What moves with every commit is looked at before and
// after a reader begins: in WAL mode the header of the log's index, otherwise the change counter of the file.
// Nothing is locked against a writer. https://www.sqlite.org/walformat.html#the_wal_index_header
import { endianness } from 'node:os'
import { Sqlite2pgError } from '../model/errors.ts'
import type { OpenFile } from './held-file.ts'

export interface Moment {
  /** Differs after every commit; only for comparing. */
  readonly mark: string
  /** What of it belongs to the content of the file: counter, time of writing, frames and salts of the log. */
  readonly content: string
}

/** The files a moment shows in; `index` is the -shm of WAL mode. */
export interface WatchedFiles {
  readonly database: OpenFile
  readonly index: OpenFile | null
}

export function lookAtMoment({ database, index }: WatchedFiles): Moment {
  return index ? momentOfLog(index, database) : momentOfFile(database)
}

/** Both copies of the 48-byte header: a commit that is half written shows in one of them. */
const INDEX_HEADER_BYTES = 96

function momentOfLog(index: OpenFile, database: OpenFile): Moment {
  const header = index.read(0, INDEX_HEADER_BYTES)
  // Commits in WAL mode need not move the change counter of the file, but writing it back moves its time.
  return {
    mark: header.toString('hex'),
    content: `${logState(header)} ${fileState(database)} ${database.modifiedMs}`,
  }
}

/** Frames and salts; an empty log has neither, whatever was in it before. */
function logState(header: Buffer): string {
  const frames = endianness() === 'LE' ? header.readUInt32LE(16) : header.readUInt32BE(16)
  return frames === 0 ? 'no log' : `log ${frames} ${header.toString('hex', 32, 40)}`
}

function momentOfFile(database: OpenFile): Moment {
  const state = fileState(database)
  return { mark: `${state} ${database.sizeBytes}`, content: state }
}

/** Change counter and page count. */
const fileState = (database: OpenFile): string => database.read(24, 8).toString('hex')

/** 232 tries were the most that four readers needed against a writer that never pauses. */
const TRIES = 10_000

/** Begins by `hold` until nothing has moved meanwhile, and says at which moment that was. */
export function holdOneMoment(path: string, look: () => Moment, hold: () => void, letGo: () => void): Moment {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const before = look()
    hold()
    if (look().mark === before.mark) return before
    letGo()
  }
  throw neverSettlesError(path)
}

/** Something that can hold a moment: a `SourceReader`. */
export interface MomentHolder {
  readonly moment: Moment | null
  begin(): void
  end(): void
}

/** Lets every holder begin, again and again until all of them hold the same moment. */
export function beginTogether(path: string, holders: readonly MomentHolder[]): void {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    if (beginAlike(holders)) return
    for (const holder of holders) holder.end()
  }
  throw neverSettlesError(path)
}

function beginAlike(holders: readonly MomentHolder[]): boolean {
  return holders.every(holder => {
    holder.begin()
    return holder.moment?.mark === holders[0]?.moment?.mark
  })
}

function neverSettlesError(path: string): Sqlite2pgError {
  return new Sqlite2pgError(
    'SOURCE_CHANGED',
    `${path} is written so often that ${TRIES} tries found no moment for all readers`,
    'Pause the application, or run on a copy: sqlite3 FILE ".backup copy.db"',
  )
}
