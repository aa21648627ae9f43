// Whether a view gives the same rows on both sides, as often and in whatever order. PostgreSQL is asked first and
// for a limited time, since a query in SQLite cannot be broken off.
import { asSqlite2pgError } from '../model/errors.ts'
import type { Plan, PlannedView, ViewColumn } from '../model/plan.ts'
import type { TargetColumn } from '../model/target.ts'
import type { Check } from '../model/verdict.ts'
import { isNarrowed } from '../plan/views/narrowed-views.ts'
import { querySql } from '../plan/views/view-statements.ts'
import { readColumns } from '../postgres/catalog/columns.ts'
import { type OccupiedKind, readOccupiedNames } from '../postgres/catalog/names.ts'
import type { TargetConnection } from '../postgres/connection.ts'
import { postgresName } from '../sql/quote.ts'
import { type PostgresSql, postgres } from '../sql/text.ts'
import type { SourceReader } from '../sqlite/reader.ts'
import { agreement, counted, listed, remarked } from './check.ts'
import { digestSource, digestTarget, type RowsDigest } from './view-rows.ts'

export interface ViewsToCompare {
  readonly reader: Pick<SourceReader, 'iterateRaw'>
  readonly connection: Pick<TargetConnection, 'rows' | 'execute' | 'transaction'>
}

export type ViewComparison =
  | { readonly same: true; readonly rows: bigint }
  /** `because` finishes the sentence «it is left out: …». */
  | { readonly same: false; readonly because: string; readonly expected: string; readonly found: string }

const PATIENCE_MS = 60_000

/** These end a run; everything else is an answer about the view. */
const FINAL: ReadonlySet<string> = new Set(['TARGET_LOST', 'TARGET_PRIVILEGE', 'INTERRUPTED'])

/** `from` stands behind FROM in PostgreSQL; `name` is the view in the file. Throws only what ends a run. */
export async function compareView(
  { reader, connection }: ViewsToCompare,
  name: string,
  from: PostgresSql,
  columns: readonly ViewColumn[],
): Promise<ViewComparison> {
  const found = await attempt('PostgreSQL', () => digestWithin(connection, from, columns))
  if (typeof found === 'string') return unlike(found)
  const expected = await attempt('SQLite', () =>
    digestSource(reader, name, columns, performance.now() + PATIENCE_MS),
  )
  if (expected === null) return unlike(`its rows were not read in ${PATIENCE_MS / 1000} seconds`)
  return typeof expected === 'string' ? unlike(expected) : judge(expected, found)
}

function unlike(because: string, expected = '', found = because): ViewComparison {
  return { same: false, because, expected, found }
}

function judge(expected: RowsDigest, found: RowsDigest): ViewComparison {
  const [here, there] = [counted(expected.rows, 'row'), counted(found.rows, 'row')]
  if (expected.rows !== found.rows)
    return unlike(`it gives ${here} in SQLite and ${there} in PostgreSQL`, here, there)
  if (expected.digest !== found.digest)
    return unlike(
      `its ${here} ${expected.rows === 1n ? 'is' : 'are'} not the same in PostgreSQL`,
      `${here}, digest ${expected.digest}`,
      `${there}, digest ${found.digest}`,
    )
  return { same: true, rows: found.rows }
}

function digestWithin(
  connection: ViewsToCompare['connection'],
  from: PostgresSql,
  columns: readonly ViewColumn[],
): Promise<RowsDigest> {
  const ask = async (): Promise<RowsDigest> => {
    await connection.execute(postgres`SET LOCAL statement_timeout = ${PATIENCE_MS}`)
    return digestTarget(connection, from, columns)
  }
  return connection.transaction(ask, { readOnly: true })
}

/** What a server or SQLite refuses is an answer; a lost connection and an interruption are not. */
async function attempt<Result>(who: string, ask: () => Promise<Result>): Promise<Result | string> {
  try {
    return await ask()
  } catch (thrown) {
    const error = asSqlite2pgError(thrown)
    if (FINAL.has(error.code)) throw error
    const { cause } = error
    return `${who} does not answer its query: ${cause instanceof Error ? cause.message : error.message}`
  }
}

/** A finished copy, whoever made it. */
export interface CopyOfViews extends ViewsToCompare {
  readonly plan: Plan
  /** Where the copy lies. */
  readonly schema: string
}

/** One check for each view that a run would carry. */
export async function checkViews(copy: CopyOfViews): Promise<readonly Check[]> {
  const wanted = copy.plan.views.filter(({ state }) => state === 'created')
  if (wanted.length === 0) return []
  const names = await readOccupiedNames(copy.connection, copy.schema)
  const columns = await readColumns(copy.connection, copy.schema, new Map())
  const checks: Check[] = []
  for (const view of wanted)
    checks.push(
      checkKind(view, names.get(view.target)) ??
        checkOrder(view, columns.get(view.target) ?? []) ??
        (await checkView(copy, view, names.get(view.target))),
    )
  return checks
}

/** These are no relations, so a view may bear their name too. */
const NO_RELATION: readonly OccupiedKind[] = ['type', 'function']

/** Rows that stay as they are when the tables change are no view. */
function checkKind({ target }: PlannedView, kind: OccupiedKind | undefined): Check | null {
  if (kind === undefined || kind === 'view' || NO_RELATION.includes(kind)) return null
  return agreement('view', target, 'view', kind)
}

/** Whoever reads `SELECT *` by place finds other values; columns that are gone its query tells. */
function checkOrder({ target, query }: PlannedView, columns: readonly TargetColumn[]): Check | null {
  const planned = (query?.columns ?? []).map(column => column.target)
  const found = columns.map(({ name }) => name).filter(name => planned.includes(name))
  if (found.length !== planned.length) return null
  const [expected, order] = [`columns ${listed(planned)}`, `columns ${listed(found)}`]
  return expected === order ? null : agreement('view', target, expected, order)
}

async function checkView(
  { plan, schema, ...ends }: CopyOfViews,
  { name, target, query, ...view }: PlannedView,
  kind: OccupiedKind | undefined,
): Promise<Check> {
  if (query === null) throw new Error(`the view ${name} has no query`)
  const isThere = kind === 'view'
  if (isNarrowed({ name, target, query, ...view }, plan.tables) && isThere)
    return remarked('view', target, 'not compared', '', 'rows of tables that it reads are set aside')
  const masked = isThere ? maskedUnknown(query.tables, plan) : null
  if (masked !== null)
    return remarked(
      'view',
      target,
      'not compared',
      '',
      `it reads ${masked}, which is masked with a key that this run does not know`,
    )
  const from = isThere ? postgresName(schema, target) : postgres`(${querySql(query, schema)})`
  const compared = await compareView(ends, name, from, query.columns)
  if (!isThere) return judgeMissing(target, compared)
  if (compared.same)
    return agreement('view', target, counted(compared.rows, 'row'), counted(compared.rows, 'row'))
  return agreement('view', target, compared.expected, compared.found, { remark: compared.because })
}

/** A masked column of a table that a view reads, of which nobody knows what it should hold. */
function maskedUnknown(tables: readonly string[], plan: Plan): string | null {
  const unknown = plan.tables
    .filter(({ target }) => tables.includes(target))
    .flatMap(({ source, columns }) =>
      columns.filter(({ mask }) => mask?.isComparable === false).map(column => `${source}.${column.source}`),
    )
  return unknown[0] ?? null
}

/** Its query is tried in its place: a run would have left it out if that gives other rows. */
function judgeMissing(target: string, compared: ViewComparison): Check {
  if (compared.same) return agreement('view', target, 'view', '')
  return remarked('view', target, 'noted', '', `not there; a run would leave it out: ${compared.because}`)
}
