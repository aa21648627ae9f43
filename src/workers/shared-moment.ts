// Readers in several threads begin in one moment of the source. A writer may commit at any time and can not be
// stopped, so all begin at a signal, each notes what it sees in shared memory, and all begin again until they agree.
// Threads wait for the signal in Atomics.wait, not for a message: a round then takes microseconds, less than most
// commits. https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Global_Objects/Atomics/wait
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

const PATIENCE_MS = 20_000
const TRIES = 10_000

/** In the main thread: begins together with `threads` others; false if no moment was found for all of them. */
export function seekMoment(shared: SharedMoment, threads: number, reader: MomentHolder): boolean {
  const deadline = performance.now() + PATIENCE_MS
  for (let attempt = 0; attempt < TRIES && performance.now() < deadline; attempt++) {
    Atomics.store(shared.cells, ARRIVED, 0)
    signal(shared, SEEKING)
    reader.end()
    const mark = beginQuietly(reader)
    if (!awaitThreads(shared, threads, deadline)) break
    if (mark !== '' && everyMark(shared, threads, mark)) {
      signal(shared, SETTLED)
      return true
    }
  }
  signal(shared, GIVEN_UP)
  reader.end()
  return false
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

function awaitThreads(shared: SharedMoment, threads: number, deadline: number): boolean {
  for (;;) {
    const arrived = Atomics.load(shared.cells, ARRIVED)
    if (arrived === threads) return true
    const left = deadline - performance.now()
    if (left <= 0 || Atomics.wait(shared.cells, ARRIVED, arrived, left) === 'timed-out') return false
  }
}

/** What it sees, '' if it could not begin. */
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
  place.set(Buffer.from(mark).subarray(0, MARK_BYTES))
}

function everyMark({ marks }: SharedMoment, threads: number, mark: string): boolean {
  const expected = Buffer.alloc(MARK_BYTES)
  expected.write(mark)
  return Array.from({ length: threads }, (_, i) => i).every(i =>
    expected.equals(marks.subarray(i * MARK_BYTES, (i + 1) * MARK_BYTES)),
  )
}
