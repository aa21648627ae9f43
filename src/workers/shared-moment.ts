// Readers in several threads begin in one moment of the source. A writer may commit at any time and can not be
// stopped, so all begin at a signal, each notes what it sees in shared memory, and all begin again until they agree.
// Threads wait for the signal in Atomics.wait, not for a message: a round then takes microseconds, less than most
// commits. https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Global_Objects/Atomics/wait
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises'
import type { MomentHolder } from '../sqlite/moment.ts'

const ROUND = 0
const ARRIVED = 1
const STATE = 2
const CELLS = 4

const [SEEKING, SETTLED, GIVEN_UP] = [0, 1, 2]

/** The header of the log's index is 96 bytes, written in hexadecimal. */
const MARK_BYTES = 512

/** Given to every thread. */
export interface SharedMoment {
  readonly cells: Int32Array<SharedArrayBuffer>
  /** What each thread sees: the bytes of its mark, ended by 0. */
  readonly marks: Uint8Array<SharedArrayBuffer>
}

export function makeSharedMoment(threads: number): SharedMoment {
  return {
    cells: new Int32Array(new SharedArrayBuffer(CELLS * Int32Array.BYTES_PER_ELEMENT)),
    marks: new Uint8Array(new SharedArrayBuffer(threads * MARK_BYTES)),
  }
}

/** In a thread: begins at every signal, until all agree; false if that was given up. */
export function joinMoment(shared: SharedMoment, thread: number, reader: MomentHolder): boolean {
  for (let round = 0; ; round++) {
    Atomics.wait(shared.cells, ROUND, round)
    const state = Atomics.load(shared.cells, STATE)
    if (state !== SEEKING) return state === SETTLED
    reader.end()
    writeMark(shared, thread, beginQuietly(reader))
    Atomics.add(shared.cells, ARRIVED, 1)
    Atomics.notify(shared.cells, ARRIVED)
  }
}

const PATIENCE_MS = 10_000
/** Signals of the system and of the user are heard so often. */
const TURN_AFTER_TRIES = 20

/**
 * In the main thread: begins together with `threads` others. False if one of them could not begin, or if the source is
 * written so often that no moment was found for all of them; what keeps `reader` itself from beginning is thrown.
 */
export async function seekMoment(
  shared: SharedMoment,
  threads: number,
  reader: MomentHolder,
  aborted?: AbortSignal,
): Promise<boolean> {
  try {
    const deadline = performance.now() + PATIENCE_MS
    for (let attempt = 1; performance.now() < deadline; attempt++) {
      const agreement = await tryMoment(shared, threads, reader, aborted)
      if (agreement === 'agreed') {
        signal(shared, SETTLED)
        return true
      }
      if (agreement === 'refused') break
      if (attempt % TURN_AFTER_TRIES === 0) await nextTurn()
    }
  } catch (error) {
    giveUpMoment(shared)
    throw error
  }
  giveUpMoment(shared)
  reader.end()
  return false
}

async function tryMoment(
  shared: SharedMoment,
  threads: number,
  reader: MomentHolder,
  aborted: AbortSignal | undefined,
): Promise<'agreed' | 'moved' | 'refused'> {
  Atomics.store(shared.cells, ARRIVED, 0)
  signal(shared, SEEKING)
  reader.end()
  try {
    reader.begin()
  } finally {
    await awaitThreads(shared, threads, aborted)
  }
  const marks = readMarks(shared, threads)
  if (marks.includes('')) return 'refused'
  return marks.every(mark => mark === reader.moment?.mark) ? 'agreed' : 'moved'
}

/** Lets threads go that wait for a moment which will not be sought any more. */
export function giveUpMoment(shared: SharedMoment): void {
  signal(shared, GIVEN_UP)
}

function signal(shared: SharedMoment, state: number): void {
  Atomics.store(shared.cells, STATE, state)
  Atomics.add(shared.cells, ROUND, 1)
  Atomics.notify(shared.cells, ROUND)
}

/** Beginning takes microseconds; a thread that waits for a lock is not waited for with the event loop at a stand. */
const SOON_MS = 5
const LOOK_AGAIN_MS = 100

async function awaitThreads(
  { cells }: SharedMoment,
  threads: number,
  aborted: AbortSignal | undefined,
): Promise<void> {
  for (;;) {
    aborted?.throwIfAborted()
    const arrived = Atomics.load(cells, ARRIVED)
    if (arrived === threads) return
    if (Atomics.wait(cells, ARRIVED, arrived, SOON_MS) === 'timed-out') await pause(LOOK_AGAIN_MS)
  }
}

/** What a thread's reader sees, '' if it could not begin. */
function beginQuietly(reader: MomentHolder): string {
  try {
    reader.begin()
    return reader.moment?.mark ?? ''
  } catch {
    return ''
  }
}

function writeMark({ marks }: SharedMoment, thread: number, mark: string): void {
  const place = marks.subarray(thread * MARK_BYTES, (thread + 1) * MARK_BYTES)
  place.fill(0)
  place.set(Buffer.from(mark).subarray(0, MARK_BYTES - 1))
}

function readMarks({ marks }: SharedMoment, threads: number): readonly string[] {
  return Array.from({ length: threads }, (_, i) => {
    const place = marks.subarray(i * MARK_BYTES, (i + 1) * MARK_BYTES)
    return Buffer.from(place.subarray(0, place.indexOf(0))).toString()
  })
}
