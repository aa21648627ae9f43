// Buffers that SQLite filled lie outside of V8's heap, and V8 lets some 64 MB of them pile up in each thread before it
// looks for those that nobody needs. Whoever reads many says so here, and V8 looks after every two megabytes: a look
// at the young takes less than a millisecond. https://nodejs.org/api/v8.html#v8setflagsfromstringflags
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

const LOOK_AFTER_BYTES = 2_000_000

type Collect = (options: { readonly type: 'minor' }) => void

let collect: Collect | null = null
let readBytes = 0

/** To be told of every buffer once it is no longer needed. */
export function letGoOfBuffer(bytes: number): void {
  readBytes += bytes
  if (readBytes < LOOK_AFTER_BYTES) return
  readBytes = 0
  collect ??= exposeCollector()
  collect({ type: 'minor' })
}

function exposeCollector(): Collect {
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc')
}
