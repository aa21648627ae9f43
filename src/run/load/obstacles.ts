// What of the target stands in the way of a load: rows that are there already, triggers that would fire, and foreign keys
// that cannot stay in force while rows come table by table. Each is looked at before anything is written.
import type { Notice } from '../../model/plan.ts'
import { pathOf } from '../../plan/load/load-keys.ts'
import type { LoadPlan } from '../../plan/load/make-load.ts'
import { makeNotice } from '../../plan/notices.ts'
import {
  countRows,
  type KeyDefinition,
  type LoadedTrigger,
  readKeyDefinitions,
  readLoadedTriggers,
} from '../../postgres/catalog/load-obstacles.ts'
import { mayPassForReplica } from '../../postgres/catalog/replica-right.ts'
import type { Ends } from '../prepare.ts'
import type { RunSettings } from '../run-settings.ts'
import { findIdentical } from './identical-rows.ts'

export interface LoadObstacles {
  /** Rows that are there already, by table; tables without any are left out. */
  readonly seeded: ReadonlyMap<string, bigint>
  /** Held one by one in the transaction, and released again. */
  readonly triggers: readonly LoadedTrigger[]
  /** True where the session is told to fire none, since a table is not ours. */
  readonly asReplica: boolean
  /** Taken away for the load and put back in the same transaction. */
  readonly keys: readonly KeyDefinition[]
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
  const triggers = await readLoadedTriggers(connection, schema, names)
  const isForeign = triggers.some(({ owned }) => !owned)
  const asReplica = isForeign && (await mayPassForReplica(connection))
  const keys = (await readKeyDefinitions(connection, schema, names)).filter(key =>
    isInTheWay(key, judged, seeded),
  )
  return {
    seeded,
    triggers: asReplica ? [] : triggers.filter(({ owned }) => owned),
    asReplica,
    keys: keys.filter(({ owned }) => owned),
    notices: [
      ...(await seededNotices(judged, seeded)),
      ...triggerNotices(triggers, asReplica),
      ...keys.flatMap(key => foreignKeyNotices(key, judged)),
    ],
  }
}

/** Keys of loaded tables that the plan takes away, or whose parent is not loaded; keys to rows that are replaced. */
function isInTheWay(
  key: KeyDefinition,
  { load, settings: { plan } }: LoadToJudge,
  seeded: ReadonlyMap<string, bigint>,
): boolean {
  const own =
    key.schema === plan.schema
      ? load.keys.find(({ table, key: { name } }) => table === key.table && name === key.name)
      : undefined
  if (own?.isTakenAway) return true
  return key.parentSchema === plan.schema && seeded.has(key.parent)
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

function triggerNotices(triggers: readonly LoadedTrigger[], asReplica: boolean): readonly Notice[] {
  const named = (list: readonly LoadedTrigger[]): string =>
    list.map(({ table, name }) => `${name} on ${table}`).join(', ')
  const held = asReplica ? triggers : triggers.filter(({ owned }) => owned)
  const firing = asReplica ? [] : triggers.filter(({ owned }) => !owned)
  return [
    ...(held.length === 0
      ? []
      : [makeNotice('TRIGGERS_HELD', named(held), 'does not fire while rows are loaded')]),
    ...(firing.length === 0
      ? []
      : [
          makeNotice(
            'TRIGGERS_FIRE',
            named(firing),
            'fires for every row: the table belongs to another role',
          ),
        ]),
  ]
}

/** Only its owner may take a key away; the server then judges each row of a key to a table that is not loaded. */
function foreignKeyNotices(key: KeyDefinition, { load }: LoadToJudge): readonly Notice[] {
  if (key.owned) return []
  const own = load.keys.find(({ table, key: { name } }) => table === key.table && name === key.name)
  if (own !== undefined && own.orphans === null) return []
  const object =
    own === undefined
      ? `${key.table}.${key.name}`
      : `${pathOf(own.table, own.key.columns)} → ${own.key.parent}`
  return [
    makeNotice(
      'KEY_NOT_OURS',
      object,
      'has to be taken away for the load, and the table belongs to another role',
    ),
  ]
}
