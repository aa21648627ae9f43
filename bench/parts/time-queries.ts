// Repeats the guide's queries one at a time and keeps how long each took, until it has enough or has been long
// enough. Every change is a transaction of its own, as in the application.
import type { GuideQuery } from './guide-queries.ts'

/** Runs one statement and fetches all its rows. */
export type Ask = (query: GuideQuery, parameters: readonly (string | number)[]) => void | Promise<void>

const ENOUGH_MS = 3_000
/** Repetitions that are thrown away, for caches and prepared statements. */
const WARM_UP = 2

/** Milliseconds of each repetition; `first` is the n of the first one, so that no series meets the deletions of another. */
export async function timeQuery(
  query: GuideQuery,
  users: number,
  first: number,
  ask: Ask,
): Promise<readonly number[]> {
  const times: number[] = []
  const until = performance.now() + ENOUGH_MS
  for (let n = 0; n < WARM_UP + query.repetitions; n++) {
    const parameters = query.parameters(first + n, users)
    const started = performance.now()
    await ask(query, parameters)
    if (n >= WARM_UP) times.push(performance.now() - started)
    if (times.length > 0 && performance.now() > until) break
  }
  return times
}
