// The statements that stand around the rows of a load: what keeps still or out of the way while they come, and how it is put
// back. A dry run shows them, with those for the rows; the load itself carries them out one by one.
import { copyStatement } from '../../copy/copy-line.ts'
import type { Phase, PlannedTable, Statement } from '../../model/plan.ts'
import { createQuarantine } from '../../plan/aside/quarantine-table.ts'
import { triggerStatements } from '../../postgres/catalog/firing-triggers.ts'
import { addKey, dropKey, keyPath } from '../../postgres/catalog/touching-keys.ts'
import { postgresName } from '../../sql/quote.ts'
import { type PostgresSql, postgres } from '../../sql/text.ts'
import { ownKey } from './obstacles.ts'
import type { PreparedLoad } from './prepare-load.ts'

export function beforeRows({ obstacles, load }: PreparedLoad): readonly Statement[] {
  const { asReplica, triggers, keys } = obstacles
  return [
    // What is deferred would be judged at the end, and keep tables from being altered until then.
    statement('triggers', '', 'nothing is deferred', postgres`SET CONSTRAINTS ALL IMMEDIATE`),
    ...(asReplica
      ? [
          statement(
            'triggers',
            '',
            'keeps triggers of other roles still',
            postgres`SET LOCAL session_replication_role = replica`,
          ),
        ]
      : []),
    ...triggers.map(trigger =>
      statement(
        'triggers',
        `${trigger.table}.${trigger.name}`,
        'holding its triggers still',
        triggerStatements(load.plan.schema, trigger).hold,
      ),
    ),
    ...keys.map(key => statement('foreign keys', keyPath(key), 'taking a foreign key away', dropKey(key))),
  ]
}

export function afterRows({ obstacles, load }: PreparedLoad): readonly Statement[] {
  return obstacles.triggers.map(trigger =>
    statement(
      'triggers',
      `${trigger.table}.${trigger.name}`,
      'its triggers are as before',
      triggerStatements(load.plan.schema, trigger).release,
    ),
  )
}

/** All of them, in the order of the run; those of the phase `rows` want what only the run sends. */
export function loadStatements(prepared: PreparedLoad): readonly Statement[] {
  const { load, obstacles } = prepared
  const { schema, quarantine } = load.plan
  const back = obstacles.keys.flatMap(key =>
    addKey(key, (ownKey(prepared, key)?.orphans ?? 0n) > 0n).map(sql =>
      statement('foreign keys', keyPath(key), 'putting a foreign key back', sql),
    ),
  )
  const seeded = load.tables.filter(({ target }) => obstacles.seeded.has(target))
  return [
    ...beforeRows(prepared),
    ...seeded
      .toReversed()
      .map(({ target }) =>
        statement(
          'rows',
          target,
          'rows that are replaced, after they were copied to a schema that keeps them',
          postgres`DELETE FROM ${postgresName(schema, target)}`,
        ),
      ),
    ...createQuarantine(quarantine, schema).map(made => ({ ...made, phase: 'rows' as const })),
    ...load.tables.map(table =>
      statement('rows', table.target, `${rowsOf(table)} from ${table.source}`, copyStatement(table, schema)),
    ),
    ...back,
    ...afterRows(prepared),
    ...load.plan.tables.map(({ target }) =>
      statement('statistics', target, '', postgres`ANALYZE ${postgresName(schema, target)}`),
    ),
  ]
}

function rowsOf({ sourceRows, setAside }: PlannedTable): string {
  const rows = sourceRows - (setAside?.rows ?? 0n)
  return rows === 1n ? '1 row' : `${rows} rows`
}

function statement(phase: Phase, object: string, purpose: string, sql: PostgresSql): Statement {
  return { phase, object, purpose, sql }
}
