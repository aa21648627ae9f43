// Hints that hold SQL: with every name as it is in PostgreSQL, quoted and behind its schema, so that a statement
// runs as it is pasted, whatever the search path of who pastes it.
// https://www.postgresql.org/docs/current/ddl-schemas.html#DDL-SCHEMAS-PATH
import type { PlannedIndex } from '../model/plan.ts'
import { postgresName } from '../sql/quote.ts'
import { type PostgresSql, postgres } from '../sql/text.ts'
import type { PlanContext } from './draft.ts'

/** A table of the plan, by its name in the target, where it will be published. */
export function publishedName(context: PlanContext, table: string): PostgresSql {
  return postgresName(context.input.options.schema, table)
}

export function validateConstraint(context: PlanContext, table: string, constraint: string): PostgresSql {
  return postgres`ALTER TABLE ${publishedName(context, table)} VALIDATE CONSTRAINT ${postgresName(constraint)};`
}

/** `ALTER TABLE … ALTER COLUMN …`; `change` stands behind. */
export function alterColumn(
  context: PlanContext,
  table: string,
  column: string,
  change: PostgresSql,
): PostgresSql {
  return postgres`ALTER TABLE ${publishedName(context, table)} ALTER COLUMN ${postgresName(column)} ${change};`
}

/** For an index that is left out: what is known of it, `…` for its columns. */
export function indexByHand(
  context: PlanContext,
  { unique, name, table }: Pick<PlannedIndex, 'unique' | 'name' | 'table'>,
): string {
  const statement = `CREATE ${unique ? 'UNIQUE ' : ''}INDEX ${postgresName(name)} ON ${publishedName(context, table)} (…);`
  return unique
    ? `Uniqueness is no longer guarded: write the index by hand, ${statement}`
    : `Write the index by hand: ${statement}`
}

/** For an index with values that no btree takes; null where nothing else is known to take them. */
export function indexOfLongValues(
  context: PlanContext,
  { name, table, where }: PlannedIndex,
  parts: readonly { readonly item: PostgresSql; readonly digest: PostgresSql | null }[],
  digested: readonly PostgresSql[] | null,
): string | null {
  if (digested === null) return null
  const [only] = parts
  const isHash = parts.length === 1 && only !== undefined
  const items = isHash ? postgres`USING hash (${only.item})` : postgres`(${digested})`
  const condition = where === null ? postgres`` : postgres` WHERE ${where}`
  const statement = postgres`CREATE INDEX ${postgresName(name)} ON ${publishedName(context, table)} ${items}${condition};`
  return isHash
    ? `For comparisons with = a hash index serves: ${statement} For a range or an order index a part of the values, such as left(x, 200).`
    : `For comparisons with = index a digest and ask for it as well, WHERE md5(x) = md5($1) AND x = $1: ${statement}`
}
