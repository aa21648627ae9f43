// Sequences that lie behind their column are raised, never lowered (one that counts down: the other way round). What setval() does no rollback takes back, so these
// statements come last. https://www.postgresql.org/docs/current/functions-sequence.html
import type { Verdict } from '../../model/verdict.ts'
import { postgresLine, postgresName } from '../../sql/quote.ts'
import { type PostgresSql, postgres } from '../../sql/text.ts'
import type { ColumnMatch, Matching, TableMatch } from '../../verify/match-tables.ts'
import { countsDown } from '../../verify/sequences.ts'
import type { RepairStatement } from './script.ts'
import { inBlock } from './spool.ts'

/** Of those that are behind, be it because of rows that are deleted before. */
export function raiseSequences(
  matching: Matching,
  { checks }: Verdict,
  schema: string,
): readonly (RepairStatement & { readonly column: string })[] {
  const behind = new Set(
    checks.flatMap(({ kind, status, object }) =>
      kind === 'sequence' && status === 'different' ? [object] : [],
    ),
  )
  return [...matching.found.values()].flatMap(match =>
    match.columns.flatMap(column => {
      const name = `${match.planned.target}.${column.planned.target}`
      const sql = behind.has(name) ? raise(match, column, schema) : null
      return sql === null
        ? []
        : [{ column: name, object: name, about: `${name}: the next value of its sequence`, sql }]
    }),
  )
}

/** Null where no sequence is known, or none that we may read. */
function raise(match: TableMatch, { planned, target }: ColumnMatch, schema: string): PostgresSql | null {
  const { sequence } = target
  if (planned.identity === null || sequence === null) return null
  if (sequence.lastValue === null && sequence.nextValue === null) return null
  const name = postgresName(sequence.schema, sequence.name)
  const id = postgresName(target.name)
  const { lastValue } = planned.identity
  const [furthest, furtherOf, isBeyond] = countsDown(sequence)
    ? [postgres`min(${id})::bigint`, postgres`least`, postgres`>`]
    : [postgres`max(${id})::bigint`, postgres`greatest`, postgres`<`]
  const used = lastValue === null ? furthest : postgres`${furtherOf}(${furthest}, ${lastValue})`
  const ids = postgres`SELECT ${used} AS used FROM ${postgresName(schema, match.target.name)}`
  const isBehind = postgres`s.last_value ${isBeyond} u.used OR s.last_value = u.used AND NOT s.is_called`
  const perform = postgres`PERFORM pg_catalog.setval(${postgresLine(name)}, u.used) FROM (${ids}) AS u, ${name} AS s WHERE ${isBehind};`
  return inBlock(['BEGIN', `  ${perform}`, 'END'])
}
