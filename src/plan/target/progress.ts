// What of a run's work has been committed, as a table in its private schema: each piece writes its row in its own
// transaction, so that it is on record if and only if it is done. Whoever goes on does what is not on record.
import type { Plan } from '../../model/plan.ts'
import { postgresName, postgresString } from '../../sql/quote.ts'
import { type PostgresSql, postgres } from '../../sql/text.ts'
import { publishedNames } from './publish.ts'

/** One piece of work; no two are alike in all three. */
export interface Piece {
  readonly kind: 'rows' | 'aside' | 'statement' | 'views'
  /** Table of the source, or what a statement is about. */
  readonly object: string
  /** Which part of the table, or which statement. */
  readonly part: string
}

/** Rows and bytes of a COPY stream; none for a statement. */
export interface Amount {
  readonly rows: bigint
  readonly bytes: bigint
}

export const NO_AMOUNT: Amount = { rows: 0n, bytes: 0n }

const NAME = 'sqlite2pg_progress'
const KEY_SUFFIX = '_key'

/** A name that nothing of the plan has. */
export function progressName(plan: Plan): string {
  const taken = new Set([
    ...publishedNames(plan).keys(),
    ...plan.foreignKeys.map(({ name }) => name),
    ...plan.indexes.map(({ name }) => name),
  ])
  let name = NAME
  while (taken.has(name) || taken.has(`${name}${KEY_SUFFIX}`)) name += '_'
  return name
}

/** `terms` is what a run that goes on must agree with. */
export function createProgress(schema: string, name: string, terms: string): readonly PostgresSql[] {
  const table = postgresName(schema, name)
  return [
    postgres`CREATE TABLE ${table} (kind text NOT NULL, object text NOT NULL, part text NOT NULL, rows bigint NOT NULL, bytes bigint NOT NULL, terms text,
      CONSTRAINT ${postgresName(progressKey(name))} PRIMARY KEY (kind, object, part))`,
    postgres`INSERT INTO ${table} VALUES ('terms', '', '', 0, 0, ${postgresString(terms)})`,
  ]
}

/** The constraint that keeps a piece from being committed twice. */
export function progressKey(name: string): string {
  return `${name}${KEY_SUFFIX}`
}

/** To be committed together with the piece itself. */
export function recordPiece(table: PostgresSql, piece: Piece, { rows, bytes }: Amount): PostgresSql {
  const { kind, object, part } = piece
  const names = [kind, object, part].map(text => postgresString(text))
  return postgres`INSERT INTO ${table} VALUES (${names}, ${rows}, ${bytes}, NULL)`
}
