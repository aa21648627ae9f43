// A wish of the configuration that PostgreSQL understands may fail for a row: a division by zero in a CHECK. Wishes are
// rehearsed on empty tables, so only the real run finds that; nothing is published then.
// https://www.postgresql.org/docs/current/errcodes-appendix.html
import { Sqlite2pgError } from '../model/errors.ts'
import type { Plan, Statement } from '../model/plan.ts'
import { wishBehind } from './rehearse-wishes.ts'

/** Data exceptions and broken constraints; duplicates are explained elsewhere. */
const OF_ROWS = /^(?:22|23(?!505))/

/** The error as it is, or a better one where a row breaks what the configuration asks for. */
export function blameWish(
  error: unknown,
  plan: Plan,
  statement: Pick<Statement, 'phase' | 'object'>,
): unknown {
  if (!(error instanceof Sqlite2pgError) || !OF_ROWS.test(stateOf(error.cause))) return error
  const wish = wishBehind(plan, statement)
  if (wish === null) return error
  const { cause } = error
  const fact = cause instanceof Error ? cause.message : error.message
  return new Sqlite2pgError(
    'DECISION_NEEDED',
    `${wish}: PostgreSQL cannot build it for the rows of the file: ${fact}`,
    'Write it in the configuration so that it works for every row, or mend the rows in the file.',
    { cause },
  )
}

function stateOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : ''
}
