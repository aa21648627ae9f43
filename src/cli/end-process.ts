// Ends this process with an exit code. After an interruption it must end at once, and `process.exit` waits for threads
// that are in the middle of a query: then the process ends by the signal itself, which a shell shows as 130 too.
// https://www.cons.org/cracauer/sigint.html
import { EXIT_CODES } from '../model/errors.ts'
import { hasStuckThreads } from '../workers/stuck-threads.ts'

export function endProcess(code: number): void {
  if (code === EXIT_CODES.interrupted && hasStuckThreads()) {
    process.removeAllListeners('SIGINT')
    process.kill(process.pid, 'SIGINT')
  } else process.exit(code)
}
