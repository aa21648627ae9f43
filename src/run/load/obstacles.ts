// What of the target stands in the way of a load: rows that are there already, triggers that would fire, and foreign keys
// that cannot stay in force while rows come table by table. Each is looked at before anything is written.
import type { Notice } from '../../model/plan.ts'
import { pathOf } from '../../plan/load/load-keys.ts'
import type { LoadPlan, PlannedLoadKey } from '../../plan/load/make-load.ts'
import { makeNotice } from '../../plan/notices.ts'
import { type FiringTrigger, firesIn, readFiringTriggers } from '../../postgres/catalog/firing-triggers.ts'
import { countRows, readChildTables, readDeleteRules } from '../../postgres/catalog/load-obstacles.ts'
import type { LackingRight } from '../../postgres/catalog/load-rights.ts'
import { mayPassForReplica } from '../../postgres/catalog/replica-right.ts'
import { keyPath, readTouchingKeys, type TouchingKey } from '../../postgres/catalog/touching-keys.ts'
import type { Ends } from '../prepare.ts'
import type { RunSettings } from '../run-settings.ts'
import { type FedColumn, readFedColumns } from './fed-columns.ts'
import { findIdentical } from './identical-rows.ts'
import { findLackingRights } from './load-rights.ts'

export interface LoadObstacles {
  /** Rows that are there already, by table; tables without any are left out. */
  readonly seeded: ReadonlyMap<string, bigint>
  /** Held one by one in the transaction, and released again. */
  readonly triggers: readonly FiringTrigger[]
  /** True where the session is told to fire none, since a table is not ours. */
  readonly asReplica: boolean
  /** Taken away for the load and put back in the same transaction. */
  readonly keys: readonly TouchingKey[]
  /** Rights that the role would need and has not. */
  readonly lacking: readonly LackingRight[]
  readonly notices: readonly Notice[]
}

export interface LoadToJudge extends Ends {
  readonly settings: RunSettings
  readonly load: LoadPlan
}

export async function findObstacles(judged: LoadToJudge): Promise<LoadObstacles> {
  const { connection, settings, load } = judged
  const { schema } = settings.plan
  const names = load.tables.map(({ target }) => target)
  const rows = await countRows(connection, schema, names)
  const seeded = new Map([...rows].filter(([, count]) => count > 0n))
  const triggers = await readFiringTriggers(connection, schema, names)
  const isForeign = triggers.filter(firesIn(false)).some(({ owned }) => !owned)
  const asReplica = isForeign && (await mayPassForReplica(connection))
  const firing = triggers.filter(firesIn(asReplica))
  const keys = (await readTouchingKeys(connection, schema, names)).filter(key =>
    isInTheWay(key, judged, seeded),
  )
  const fed = await readFedColumns(connection, load)
  return {
    seeded,
    triggers: firing.filter(({ owned }) => owned),
    asReplica,
    keys: keys.filter(({ isOurs }) => isOurs),
    lacking: await findLackingRights(judged, seeded, fed),
    notices: [
      ...(await sharedRowNotices(judged, seeded)),
      ...(await seededNotices(judged, seeded)),
      ...triggerNotices(triggers, firing),
      ...keys.flatMap(key => foreignKeyNotices(key, judged)),
      ...fed.flatMap(sequenceNotices),
    ],
  }
}

/** Keys of loaded tables that the plan takes away, or whose parent is not loaded; keys to rows that are replaced. */
function isInTheWay(key: TouchingKey, judged: LoadToJudge, seeded: ReadonlyMap<string, bigint>): boolean {
  if (ownKey(judged, key)?.isTakenAway) return true
  const [schema, parent] = key.parent
  return schema === judged.load.plan.schema && seeded.has(parent)
}

/** What was planned of a key that a loaded table has; undefined for keys of other tables. */
export function ownKey(
  { load }: Pick<LoadToJudge, 'load'>,
  { child: [schema, table], name }: TouchingKey,
): PlannedLoadKey | undefined {
  if (schema !== load.plan.schema) return undefined
  return load.keys.find(own => own.table === table && own.key.name === name)
}

/** Rows of others that would be read or deleted with those of a loaded table. */
async function sharedRowNotices(
  { connection, load, settings }: LoadToJudge,
  seeded: ReadonlyMap<string, bigint>,
): Promise<readonly Notice[]> {
  const { schema } = load.plan
  const names = load.tables.map(({ target }) => target)
  const parents = await readChildTables(connection, schema, names)
  const rules = settings.forceRecreate ? await readDeleteRules(connection, schema, [...seeded.keys()]) : []
  return [
    ...parents.map(({ table, children }) =>
      makeNotice('HAS_CHILD_TABLES', table, `has child tables in the target: ${children.join(', ')}`),
    ),
    ...rules.map(({ table, name }) =>
      makeNotice('DELETE_RULES', table, `has rule ${name} in the target, which acts on DELETE`),
    ),
  ]
}

async function seededNotices(
  judged: LoadToJudge,
  seeded: ReadonlyMap<string, bigint>,
): Promise<readonly Notice[]> {
  if (seeded.size === 0 || judged.settings.forceRecreate) return []
  const identical = await findIdentical(judged, seeded)
  return [...seeded].map(([table, count]) => {
    const rows = `${count} ${count === 1n ? 'row' : 'rows'}`
    const same = identical.has(table) ? ', the same as the file has' : ''
    return makeNotice('TARGET_HAS_ROWS', table, `the target has ${rows} already${same}`)
  })
}

function triggerNotices(
  triggers: readonly FiringTrigger[],
  firing: readonly FiringTrigger[],
): readonly Notice[] {
  const named = (list: readonly FiringTrigger[]): string =>
    list.map(({ table, name }) => `${name} on ${table}`).join(', ')
  const fires = firing.filter(({ owned }) => !owned)
  const held = triggers.filter(one => (firing.includes(one) || firesIn(false)(one)) && !fires.includes(one))
  return [
    ...(held.length === 0
      ? []
      : [makeNotice('TRIGGERS_HELD', named(held), 'does not fire while rows are loaded')]),
    ...(fires.length === 0
      ? []
      : [
          makeNotice('TRIGGERS_FIRE', named(fires), 'fires for every row: the table belongs to another role'),
        ]),
  ]
}

/** A sequence that cannot reach the ids that the file gave could not be raised past them. */
function sequenceNotices({ table, column, sequence }: FedColumn): readonly Notice[] {
  const given = column.identity?.lastValue ?? 0n
  if (sequence.increment < 0n || given <= sequence.highest) return []
  const facts = `its sequence ${sequence.name} ends at ${sequence.highest}, and the file gave ids up to ${given}`
  return [makeNotice('SEQUENCE_TOO_SHORT', `${table.target}.${column.target}`, facts)]
}

/** Only its owner may take a key away; the server then judges each row of a key to a table that is not loaded. */
function foreignKeyNotices(key: TouchingKey, judged: LoadToJudge): readonly Notice[] {
  const own = ownKey(judged, key)
  if (own === undefined && key.isOurs)
    return [
      makeNotice(
        'KEY_JUDGED_LATE',
        `${keyPath(key)} → ${key.parent[1]}`,
        'belongs to rows that are not loaded; whether their parents are among the rows of the file is known once these are there',
      ),
    ]
  if (key.isOurs) return []
  if (own !== undefined && own.orphans === null) return []
  const object =
    own === undefined ? keyPath(key) : `${pathOf(own.table, own.key.columns)} → ${own.key.parent}`
  return [
    makeNotice(
      'KEY_NOT_OURS',
      object,
      'has to be taken away for the load, and the table belongs to another role',
    ),
  ]
}
