// An opened source file: where it is read from, what was seen on the way, and the readers it gave out. As long
// as it is open, nothing else in this process may open and close the same file: see held-file.ts.
import { Sqlite2pgError } from '../model/errors.ts'
import type { SourceRemark } from '../model/source.ts'
import type { FileHeader } from './file-header.ts'
import { HeldFile, OpenFile } from './held-file.ts'
import type { JudgedFile } from './judge-file.ts'
import { beginTogether, lookAtMoment, type Moment } from './moment.ts'
import type { PrivateCopy } from './private-copy.ts'
import { SourceReader } from './reader.ts'
import { lookAtSideFiles } from './side-files.ts'

export interface SourceFileParts {
  readonly path: string
  readonly judged: JudgedFile
  readonly readPath: string
  readonly anchor: SourceReader
  readonly remarks: readonly SourceRemark[]
  readonly copy?: PrivateCopy
  readonly busyTimeoutMs: number
  readonly signal?: AbortSignal | undefined
  readonly maskKey?: Uint8Array | undefined
}

/** What a thread needs to open a reader of its own; valid until the file is closed. */
export interface ThreadFile {
  readonly path: string
  readonly readPath: string
  readonly busyTimeoutMs: number
  readonly maskKey?: Uint8Array | undefined
  readonly databaseDescriptor: number
  readonly indexDescriptor: number | null
}

interface HeldFiles {
  readonly database: HeldFile
  readonly index: HeldFile | null
}

export class SourceFile {
  /** The file as the user named it. */
  readonly path: string
  /** What SQLite opens: the file itself or its private copy. Absolute. */
  readonly readPath: string
  readonly remarks: readonly SourceRemark[]
  readonly sizeBytes: bigint
  /** The header of the user's file as it was when opened. */
  readonly header: FileHeader
  readonly #parts: SourceFileParts
  readonly #watched: HeldFiles
  readonly #readers: SourceReader[]
  #schemaReader: SourceReader | null = null

  constructor(parts: SourceFileParts) {
    this.path = parts.path
    this.readPath = parts.readPath
    this.remarks = parts.remarks
    this.sizeBytes = parts.judged.sizeBytes
    this.header = parts.judged.header
    this.#parts = parts
    this.#readers = [parts.anchor]
    this.#watched = watch(parts.readPath)
  }

  /** Closed with the file, if not before. Throws SOURCE_CHANGED if the name stands for another file by now. */
  openReader(): SourceReader {
    const { path, busyTimeoutMs, signal, maskKey } = this.#parts
    const options = { path, busyTimeoutMs, signal, maskKey, look: () => this.look() }
    const reader = new SourceReader(this.readPath, options)
    this.#readers.push(reader)
    this.requireSameFile()
    return reader
  }

  /**
   * SQLite opens a file by its name. Throws SOURCE_CHANGED unless the name still stands for the file that was opened
   * first: whoever has opened it since has opened the same.
   */
  requireSameFile(): void {
    if (this.#watched.database.isAt(this.readPath)) return
    throw replacedError(this.path)
  }

  /** For `openThreadReader` in another thread. */
  forThread(): ThreadFile {
    const { path, busyTimeoutMs, maskKey } = this.#parts
    const { database, index } = this.#watched
    const descriptors = {
      databaseDescriptor: database.descriptor,
      indexDescriptor: index?.descriptor ?? null,
    }
    return { path, readPath: this.readPath, busyTimeoutMs, maskKey, ...descriptors }
  }

  /** Reads the schema as the application wrote it: `reader` itself, but where the rows are read from a changed copy. */
  schemaReader(reader: SourceReader): SourceReader {
    const { path, busyTimeoutMs, signal, copy } = this.#parts
    if (copy?.asWrittenPath === undefined) return reader
    if (this.#schemaReader === null) {
      this.#schemaReader = new SourceReader(copy.asWrittenPath, { path, busyTimeoutMs, signal })
      this.#readers.push(this.#schemaReader)
      this.#schemaReader.begin()
    }
    return this.#schemaReader
  }

  /** What moves with every commit, as it is now. */
  look(): Moment {
    return lookAtMoment(this.#watched)
  }

  /** Closes its readers and removes the private copy. Readers of other threads must be closed before. */
  close(): void {
    for (const reader of this.#readers.splice(0)) reader.close()
    this.#watched.database.release()
    this.#watched.index?.release()
    this.#parts.copy?.remove()
  }
}

function watch(readPath: string): HeldFiles {
  const { logBytes, indexBytes } = lookAtSideFiles(readPath)
  const database = new HeldFile(readPath)
  return {
    database,
    index: logBytes !== null && indexBytes !== null ? new HeldFile(`${readPath}-shm`) : null,
  }
}

/** A reader in another thread than the file's, which closes it before the file is closed. */
export function openThreadReader(file: ThreadFile, signal: AbortSignal): SourceReader {
  const { path, readPath, busyTimeoutMs, maskKey, databaseDescriptor, indexDescriptor } = file
  const watched = {
    database: new OpenFile(databaseDescriptor),
    index: indexDescriptor === null ? null : new OpenFile(indexDescriptor),
  }
  const look = (): Moment => lookAtMoment(watched)
  return new SourceReader(readPath, { path, busyTimeoutMs, signal, maskKey, look })
}

export function replacedError(path: string): Sqlite2pgError {
  return new Sqlite2pgError(
    'SOURCE_CHANGED',
    `${path} was removed or replaced by another file while it was opened`,
    'Run again once the file stays in its place.',
  )
}

/** The value of `SourceFile.look` that differs after every commit. */
export function momentMark(file: SourceFile): string {
  return file.look().mark
}

/** `count` readers that have begun and see one and the same moment, whatever a writer does meanwhile. */
export function openReadersAtOneMoment(file: SourceFile, count: number): readonly SourceReader[] {
  const readers = Array.from({ length: count }, () => file.openReader())
  beginTogether(file.path, readers)
  return readers
}
