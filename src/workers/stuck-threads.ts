// Threads that are in the middle of a long query of SQLite: nothing ends those but the query's own end, and a process
// that exits waits for its threads.
let stuck = 0

/** Counts a thread that was told to end and has not, until `exited`. */
export function countStuck(exited: Promise<void>): void {
  stuck += 1
  exited.then(() => {
    stuck -= 1
  })
}

/** True while the process could not exit at once. */
export function hasStuckThreads(): boolean {
  return stuck > 0
}
