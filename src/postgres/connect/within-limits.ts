// Waiting for somebody else, but not for ever: a time limit and a signal, each with an error of its own.
import { interrupted } from '../errors/errors.ts'

export interface Limits {
  /** Null waits for ever. */
  readonly timeoutMs: number | null
  /** What is thrown when the time is up. */
  readonly late: () => Error
  readonly signal?: AbortSignal | undefined
}

/** The promise's end, unless the time limit or the signal comes first. */
export function withinLimits<T>(promise: Promise<T>, { timeoutMs, late, signal }: Limits): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = timeoutMs === null ? undefined : setTimeout(() => reject(late()), timeoutMs)
    const stop = () => reject(interrupted())
    if (signal?.aborted === true) stop()
    signal?.addEventListener('abort', stop, { once: true })
    const settle = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', stop)
    }
    promise.then(resolve, reject).finally(settle)
  })
}
