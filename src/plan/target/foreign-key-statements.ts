// Foreign keys. Adding one keeps both tables from being indexed or analyzed, and the parent from being referred to by
// another meanwhile; a large table's is added unchecked, which takes no time, and checked afterwards, which leaves the
// parent to others. The result is the same.
// https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES
import type { BuildStatement } from '../../model/build-statement.ts'
import type { PlannedForeignKey } from '../../model/plan.ts'
import { postgresName } from '../../sql/quote.ts'
import { type PostgresSql, postgres, trustPostgres } from '../../sql/text.ts'
import { columnNames, LARGE_BYTES, plainStatement } from './build-statement.ts'

/** `bytes` are the child's; `parentKeys` is what makes the parent's columns unique. */
export function addForeignKey(
  key: PlannedForeignKey,
  schema: string,
  bytes: bigint,
  parentKeys: readonly BuildStatement[],
): readonly BuildStatement[] {
  if (key.state === 'not valid') return [add(key, schema, 0n, parentKeys, NOT_VALID)]
  if (bytes < LARGE_BYTES || key.table === key.parent) return [add(key, schema, bytes, parentKeys)]
  // As big as what waits for it: it goes first as soon as both tables are at rest.
  const added = add(key, schema, bytes, parentKeys, NOT_VALID)
  return [added, check(key, schema, bytes, added)]
}

const NOT_VALID = postgres` NOT VALID`

function add(
  key: PlannedForeignKey,
  schema: string,
  bytes: bigint,
  follows: readonly BuildStatement[],
  end: PostgresSql = postgres``,
): BuildStatement {
  const { name, table, columns, parent, parentColumns, because } = key
  const sql = postgres`ALTER TABLE ${postgresName(schema, table)} ADD CONSTRAINT ${postgresName(name)} FOREIGN KEY (${columnNames(columns)}) REFERENCES ${postgresName(schema, parent)} (${columnNames(parentColumns)})${actionsOf(key)}${end}`
  const tables = [...new Set([table, parent])]
  return {
    ...plainStatement('foreign keys', name, `${table} refers to ${parent}, ${because}`, sql),
    locks: tables.map(locked => ({ table: locked, mode: 'share row exclusive' })),
    follows,
    bytes,
  }
}

function check(
  { name, table, parent }: PlannedForeignKey,
  schema: string,
  bytes: bigint,
  added: BuildStatement,
): BuildStatement {
  const sql = postgres`ALTER TABLE ${postgresName(schema, table)} VALIDATE CONSTRAINT ${postgresName(name)}`
  return {
    ...plainStatement('foreign keys', name, `checks that each row of ${table} finds its ${parent}`, sql),
    locks: [
      { table, mode: 'share update exclusive' },
      { table: parent, mode: 'row share' },
    ],
    follows: [added],
    bytes,
  }
}

function actionsOf({ onDelete, onUpdate, deferred }: PlannedForeignKey): PostgresSql {
  const actions = [
    ...(onDelete === 'no action' ? [] : [postgres` ON DELETE ${trustPostgres(onDelete.toUpperCase())}`]),
    ...(onUpdate === 'no action' ? [] : [postgres` ON UPDATE ${trustPostgres(onUpdate.toUpperCase())}`]),
    ...(deferred ? [postgres` DEFERRABLE INITIALLY DEFERRED`] : []),
  ]
  return trustPostgres(actions.join(''))
}
