// Which failures of one lane leave the others alone: they end their parts, since the run goes on afterwards. A lane that
// does not come to an end soon waits for a server that has forgotten it.
import type { Lane, Leniency } from '../../model/share-parts.ts'
import { isPassing, isRefusedBy } from '../../postgres/errors/passing.ts'
import type { RunRecord } from './run-record.ts'

const GRACE_MS = 10_000

/** Null where nothing is tried again. */
export function leniencyOf(patienceMs: number, { constraint }: RunRecord): Leniency | null {
  if (patienceMs === 0) return null
  return {
    // A piece that is there already was committed by a session that seemed lost.
    isPassing: error => isPassing(error) || isRefusedBy(error, constraint),
    onPassing: lanes => {
      const late = setTimeout(() => breakOff(lanes), GRACE_MS)
      return () => clearTimeout(late)
    },
  }
}

function breakOff(lanes: readonly Lane[]): void {
  for (const lane of lanes) lane.breakOff?.()
}
