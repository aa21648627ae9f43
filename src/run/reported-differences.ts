// The differences of a verdict as the report lists them: rows and values first, by their keys, then what else differs,
// by table and column.
import type { ReportedDifference } from '../model/report.ts'
import type { Check, TableVerdict } from '../model/verdict.ts'

/** The first hundred a table; of rows as many as were asked for. */
const MOST_A_TABLE = 100

/** Of a plan or of a certificate: the names that checks are about. */
interface NamedTables {
  readonly tables: readonly NamedTable[]
}

interface NamedTable {
  readonly target: string
  readonly columns: readonly { readonly target: string }[]
}

export function reportedDifferences(
  plan: NamedTables,
  verdict: {
    readonly checks: readonly Check[]
    readonly tables: readonly Pick<TableVerdict, 'differences'>[]
  },
): readonly ReportedDifference[] {
  const listed = verdict.tables.flatMap(({ differences }) => differences?.rows ?? [])
  const opened = new Set(listed.map(({ table }) => table))
  const different = verdict.checks.filter(
    check => check.status === 'different' && !(isAboutRows(check) && opened.has(tableNameOf(plan, check))),
  )
  const found = different.map(check => reportedDifference(check, tableOf(plan, check.object)))
  return [
    ...listed,
    ...found.filter((difference, i) => countBefore(found, i, difference.table) < MOST_A_TABLE),
  ]
}

/** What the rows that are listed say in full. */
function isAboutRows({ kind, key }: Check): boolean {
  return (kind === 'rows' || kind === 'contents') && key === undefined
}

function tableNameOf(plan: NamedTables, { object }: Check): string {
  return tableOf(plan, object)?.target ?? object
}

function countBefore(differences: readonly ReportedDifference[], end: number, table: string): number {
  return differences.slice(0, end).filter(difference => difference.table === table).length
}

/** A check's object begins with its table; of two that fit, the longer name is meant. */
function tableOf(plan: NamedTables, object: string): NamedTable | undefined {
  const fitting = plan.tables.filter(
    ({ target }) => object === target || object.startsWith(`${target}.`) || object.startsWith(`${target} `),
  )
  return fitting.toSorted((a, b) => b.target.length - a.target.length)[0]
}

function reportedDifference(check: Check, table: NamedTable | undefined): ReportedDifference {
  const rest = table === undefined ? '' : check.object.slice(table.target.length + 1)
  const column = table?.columns.find(({ target }) => target === rest)?.target ?? null
  const isAboutColumn = column !== null || rest === ''
  const text = (side: string): string | null =>
    side === '' ? null : isAboutColumn ? `${check.kind} ${side}` : `${check.kind} ${rest}: ${side}`
  return {
    table: table?.target ?? check.object,
    key: check.key ?? null,
    kind: kindOf(check),
    column,
    source: text(check.expected),
    target: text(check.found),
  }
}

function kindOf({ kind, expected, found, key }: Check): ReportedDifference['kind'] {
  if (key !== undefined && expected === '') return 'extra'
  if (kind === 'rows' && /^\d+$/.test(expected) && /^\d+$/.test(found))
    return BigInt(expected) > BigInt(found) ? 'missing' : 'extra'
  return found === '' ? 'missing' : 'changed'
}
