// A PostgreSQL type without a codec of its own, such as citext, inet or an enum: the server itself was asked which of
// the column's texts it takes and writes again as they are. Those that it does not are known by their text.
// https://www.postgresql.org/docs/current/sql-createtype.html
import { sqliteString } from '../../sql/quote.ts'
import { postgres, type SqliteSql, sqlite } from '../../sql/text.ts'
import type { Candidate } from '../codec.ts'
import { textOrDigits } from '../digest/source-values.ts'
import { isCleanText } from '../judged.ts'
import { provenDigits } from '../real.ts'
import { sentEscaped } from '../text.ts'
import { writtenCandidate } from './moments.ts'

/** What the target's server says of a type and of one column's values. */
export interface ServedType {
  /** As it is written in DDL, with its schema where it has one of its own. */
  readonly type: string
  /** Internal name of the type, of a domain's base type. */
  readonly baseType: string
  /** False where no key and no btree can be made of it. */
  readonly isOrdered: boolean
  /** Texts of the column that the type refuses, or writes in another way. */
  readonly refused: readonly string[]
}

export function servedCandidate(name: string, { type, baseType, isOrdered, refused }: ServedType): Candidate {
  const isTaken = (column: SqliteSql): SqliteSql =>
    sqlite`(typeof(${column}) <> 'blob' AND ${isCleanText(column)} AND ${provenDigits(column)} COLLATE BINARY NOT IN (${refused.map(sqliteString)}))`
  const candidate = writtenCandidate('other', type, servedText, {
    name: `${name} as the server reads it`,
    ...sentEscaped(servedText),
    proof: (column, target) => ({
      sqlite: provenDigits(column),
      // The cast of inet adds a mask, and the output of char(n) its padding: each is read as the values were tried.
      postgres:
        baseType === 'bpchar'
          ? postgres`${target}::text`
          : postgres`CASE WHEN ${target} IS NOT NULL THEN format('%s', ${target}) END`,
      order: 'none',
    }),
    digest: (column, census) => ({
      rule: baseType === 'bpchar' ? 'text' : 'output',
      sqlite: textOrDigits(column, census),
    }),
    ...(baseType === 'citext'
      ? { compared: (column: SqliteSql) => sqlite`sqlite2pg_lower(${column}, 0)` }
      : { injective: true }),
  })
  return { ...candidate, isOrdered, accepts: isTaken, holdsText: text => !refused.includes(text) }
}

/** A value as the text that the server was asked about. */
export function servedText(column: SqliteSql): SqliteSql {
  return provenDigits(column)
}
