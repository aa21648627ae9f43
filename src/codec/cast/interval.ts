// `interval` of spans written as hours and minutes, which SQLite's applications keep as text: `36:00`, `-1:30:05.5`.
// Other ways of writing a span mean more than one thing, and PostgreSQL would turn months and days about.
// https://www.postgresql.org/docs/current/datatype-datetime.html#DATATYPE-INTERVAL-INPUT
import { postgres, type SqliteSql, sqlite } from '../../sql/text.ts'
import type { Candidate } from '../codec.ts'
import { writtenCandidate } from './moments.ts'

export function castInterval(truncate: boolean): Candidate {
  const spec = truncate ? sqlite`'truncate'` : sqlite`''`
  return writtenCandidate('other', 'interval', column => sqlite`sqlite2pg_interval(${spec}, ${column})`, {
    name: 'hours and minutes',
    proof: (column, target) => ({
      sqlite: provenMicroseconds(column),
      postgres: postgres`(extract(epoch FROM date_trunc('minute', ${target}))::numeric * 1000000 + extract(microseconds FROM ${target})::numeric)::bigint::text`,
      order: 'none',
    }),
    digest: column => ({ rule: 'interval', sqlite: provenMicroseconds(column) }),
  })
}

/** By SQLite's arithmetic on the parts of the text. */
function provenMicroseconds(column: SqliteSql): SqliteSql {
  const bare = sqlite`ltrim(${column}, '+-')`
  const hours = sqlite`substr(${bare}, 1, instr(${bare}, ':') - 1)`
  const rest = sqlite`substr(${bare}, instr(${bare}, ':') + 1)`
  const micros = sqlite`substr(substr(${rest}, 7) || '000000', 1, 6)`
  const total = sqlite`((${hours} * 60 + substr(${rest}, 1, 2)) * 60 + coalesce(nullif(substr(${rest}, 4, 2), ''), 0)) * 1000000 + CAST(${micros} AS INTEGER)`
  return sqlite`CAST(CASE WHEN ${column} LIKE '-%' THEN -1 ELSE 1 END * (${total}) AS TEXT)`
}

const SPAN = /^[+-]?\d{1,9}:[0-5]\d(?::[0-5]\d(?:\.(\d+))?)?$/

/** As PostgreSQL is sent it; null for any other text, or one that is finer than a microsecond. */
export function intervalOf(text: string, truncate: boolean): string | null {
  const match = SPAN.exec(text)
  if (match === null) return null
  const digits = (match[1] ?? '').replace(/0+$/, '')
  if (digits.length <= 6) return text
  return truncate ? text.slice(0, text.indexOf('.') + 7) : null
}
