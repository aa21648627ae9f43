// Triggers that set columns to the current time before each update: a function and the trigger that calls it.
// https://www.postgresql.org/docs/current/plpgsql-trigger.html
import type { BuildStatement } from '../../model/build-statement.ts'
import type { PlannedTrigger } from '../../model/plan.ts'
import { postgresName } from '../../sql/quote.ts'
import { type PostgresSql, postgres, trustPostgres } from '../../sql/text.ts'
import { columnNames, plainStatement } from './build-statement.ts'

export function createTrigger(trigger: PlannedTrigger, schema: string): readonly BuildStatement[] {
  const body = functionBody(trigger)
  const tag = tagFor(body)
  const name = postgresName(schema, trigger.function)
  const of = trigger.updateOf.length === 0 ? postgres`` : postgres` OF ${columnNames(trigger.updateOf)}`
  const when = trigger.when === null ? postgres`` : postgres` WHEN (${trigger.when})`
  const purpose = `sets ${trigger.columns.join(', ')} on each update of ${trigger.table}`
  const made = plainStatement(
    'triggers',
    trigger.function,
    purpose,
    postgres`CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS ${tag}${body}${tag}`,
  )
  const sql = postgres`CREATE TRIGGER ${postgresName(trigger.name)} BEFORE UPDATE${of} ON ${postgresName(schema, trigger.table)} FOR EACH ROW${when} EXECUTE FUNCTION ${name}()`
  const attached: BuildStatement = {
    ...plainStatement('triggers', trigger.name, purpose, sql),
    locks: [{ table: trigger.table, mode: 'share row exclusive' }],
    follows: [made],
  }
  return [made, attached]
}

/** What the server keeps of the function. */
export function functionBody({ columns, values }: PlannedTrigger): PostgresSql {
  const assignments = columns.map(
    (column, i) => postgres`NEW.${postgresName(column)} := ${values[i] ?? postgres`NULL`};`,
  )
  return trustPostgres(`\nBEGIN\n  ${[...assignments, 'RETURN NEW;'].join('\n  ')}\nEND;\n`)
}

/** A dollar quote that no name in the body can end. */
function tagFor(body: string): PostgresSql {
  for (let i = 0; ; i++) {
    const tag = i === 0 ? '$touch$' : `$touch_${i}$`
    if (!body.includes(tag)) return trustPostgres(tag)
  }
}
