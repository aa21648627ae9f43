// Several connections that see one moment of a target: the first gives it away, the others join it.
// https://www.postgresql.org/docs/current/functions-admin.html#FUNCTIONS-SNAPSHOT-SYNCHRONIZATION
import type { TargetConnection } from '../postgres/connection.ts'
import type { DigestLane } from '../verify/certificate/target-digests.ts'
import { exportSnapshot } from '../verify/content/target-moment.ts'

const MOMENT = { isolation: 'repeatable read', readOnly: true } as const

/** As many lanes as could be opened, `count` at most; the connection itself is the first. */
export async function inOneMoment<Result>(
  connection: TargetConnection,
  count: number,
  work: (lanes: readonly DigestLane[]) => Promise<Result>,
): Promise<Result> {
  const others = await openOthers(connection, count - 1)
  const all = [connection, ...others].map(each => ({ connection: each, stop: () => each.cancel() }))
  try {
    return await connection.transaction(async () => {
      const snapshot = others.length === 0 ? null : await exportSnapshot(connection)
      return snapshot === null ? work(all.slice(0, 1)) : joined(others, snapshot, () => work(all))
    }, MOMENT)
  } finally {
    for (const other of others) await other.close()
  }
}

/** A server that has no room for more gets along with fewer. */
async function openOthers(connection: TargetConnection, count: number): Promise<readonly TargetConnection[]> {
  const opening = Array.from({ length: count }, () => connection.sibling())
  const outcomes = await Promise.allSettled(opening)
  return outcomes.flatMap(one => (one.status === 'fulfilled' ? [one.value] : []))
}

function joined<Result>(
  [first, ...rest]: readonly TargetConnection[],
  snapshot: string,
  work: () => Promise<Result>,
): Promise<Result> {
  if (first === undefined) return work()
  return first.transaction(() => joined(rest, snapshot, work), { ...MOMENT, snapshot })
}
