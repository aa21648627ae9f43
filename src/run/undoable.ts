// Which run of a live schema can be undone: the one that was published last, if what it published and what it replaced
// are still the very things and in their places. One step is kept, so there is never an older one.
import type { RecordedObject, RecordedRun } from '../model/journal.ts'
import { type Identity, readIdentities } from '../postgres/catalog/identities.ts'
import type { TargetConnection } from '../postgres/connection.ts'

export type Undoable =
  | { readonly possible: true; readonly run: RecordedRun }
  /** `run` is null where none was ever published. */
  | { readonly possible: false; readonly run: RecordedRun | null; readonly because: string }

/** `runs` are those of one live schema, newest first. */
export async function findUndoable(
  connection: Pick<TargetConnection, 'rows'>,
  runs: readonly RecordedRun[],
): Promise<Undoable> {
  const run = lastPublished(runs)
  if (run === undefined) return { possible: false, run: null, because: 'no published run is recorded' }
  if (run.verb === 'load' && run.added.length === 0) return { possible: false, run, because: keptRows(run) }
  const because = run.outcome === 'rolled back' ? 'it was rolled back' : await whatChanged(connection, run)
  return because === null ? { possible: true, run } : { possible: false, run, because }
}

/** Earlier versions did not note which tables a load filled. */
function keptRows({ replacedSchema }: RecordedRun): string {
  const kept = replacedSchema === null ? '' : `; the rows that it replaced are in schema ${replacedSchema}`
  return `it was a load by an earlier version of sqlite2pg, which noted no tables${kept}`
}

/** Of runs of one live schema, newest first. */
export function lastPublished(runs: readonly RecordedRun[]): RecordedRun | undefined {
  return runs.find(
    ({ verb, outcome }) => verb !== 'rollback' && (outcome === 'succeeded' || outcome === 'rolled back'),
  )
}

/** The first thing that is not where the run left it, or null. */
async function whatChanged(
  connection: Pick<TargetConnection, 'rows'>,
  { schema, added, replaced, replacedSchema }: RecordedRun,
): Promise<string | null> {
  const ids = [...added, ...replaced].map(({ id }) => id)
  const found = new Map((await readIdentities(connection, ids)).map(one => [`${one.kind} ${one.id}`, one]))
  const isLost = (object: RecordedObject, where: string | null): boolean =>
    !isThere(found.get(`${object.kind} ${object.id}`), object, where)
  const gone = added.find(object => isLost(object, schema))
  if (gone !== undefined)
    return `${gone.kind} ${gone.name} is not the one any more that the run published into schema ${schema}`
  const dropped = replaced.find(object => isLost(object, replacedSchema))
  return dropped === undefined
    ? null
    : `${dropped.kind} ${dropped.name}, which it replaced, is not in schema ${replacedSchema} any more`
}

function isThere(found: Identity | undefined, { name }: RecordedObject, schema: string | null): boolean {
  return found !== undefined && found.name === name && found.schema === schema
}
