// What two sides differ in, in the words of an error: of each table its rows and the first of them, then what else differs.
import type { Check, RowDifference, TableDifferences, TableVerdict } from '../model/verdict.ts'
import { countText, quantityText } from './quantity-text.ts'

export interface JudgedSides {
  readonly checks: readonly Check[]
  /** None where nobody knows which rows differ. */
  readonly tables: readonly Pick<TableVerdict, 'target' | 'differences'>[]
}

/** Tables and checks that are told. */
const SHOWN = 5

/** Null where nothing differs; `held` is what the target is held against. */
export function differenceText({ checks, tables }: JudgedSides, held: string): string | null {
  const different = checks.filter(({ status }) => status === 'different')
  if (different.length === 0) return null
  const opened = tables.flatMap(openedTable)
  const others = different.filter(check => !opened.some(({ name }) => isAboutRows(check, name)))
  const all = [...opened.map(tableText), ...others.map(check => checkText(check, held))]
  const rest = all.length > SHOWN ? [`and ${countText(all.length - SHOWN)} more`] : []
  return [...all.slice(0, SHOWN), ...rest].join('; ')
}

interface OpenedTable {
  readonly name: string
  readonly differences: TableDifferences
}

function openedTable({ target, differences }: JudgedSides['tables'][number]): readonly OpenedTable[] {
  if (differences === null) return []
  const { missing, extra, changed } = differences
  return missing + extra + changed === 0n ? [] : [{ name: differences.rows[0]?.table ?? target, differences }]
}

/** What the rows that are counted say as well. */
function isAboutRows({ kind, object, key }: Check, table: string): boolean {
  const isOfTable = object === table || (kind === 'contents' && object.startsWith(`${table}.`))
  return (kind === 'rows' || kind === 'contents') && key === undefined && isOfTable
}

/** `tasks: 1 row missing, 2 changed (title 2); first: id=3 title 'a' in the source, 'b' in the target`. */
function tableText({ name, differences }: OpenedTable): string {
  const [first] = differences.rows
  const example = first === undefined ? '' : `; first: ${rowText(first)}`
  return `${name}: ${countsText(differences)}${columnsText(differences)}${example}`
}

function countsText({ missing, extra, changed }: TableDifferences): string {
  const counts = [
    [missing, 'missing'],
    [extra, 'too many'],
    [changed, 'changed'],
  ] as const
  return counts
    .filter(([count]) => count > 0n)
    .map(([count, what], i) => `${i === 0 ? quantityText(count, 'row') : countText(count)} ${what}`)
    .join(', ')
}

const SHOWN_COLUMNS = 4

function columnsText({ columns }: TableDifferences): string {
  const differing = columns.filter(({ values }) => values > 0n)
  if (differing.length === 0) return ''
  const shown = differing
    .slice(0, SHOWN_COLUMNS)
    .map(({ column, values }) => `${column} ${countText(values)}`)
  return ` (${[...shown, ...(differing.length > SHOWN_COLUMNS ? ['…'] : [])].join(', ')})`
}

function rowText({ key, kind, column, source, target }: RowDifference): string {
  if (kind === 'missing') return `${key ?? source} only in the source`
  if (kind === 'extra') return `${key ?? target} only in the target`
  const place = [key, column].filter(part => part !== null).join(' ')
  return `${place === '' ? '' : `${place} `}${source} in the source, ${target} in the target`
}

function checkText({ kind, object, expected, found, remark }: Check, held: string): string {
  if (expected === found) return `${object}: ${remark === '' ? kind : remark}`
  const remarked = remark === '' ? '' : ` (${remark})`
  const what = expected === kind ? '' : `${kind} `
  return `${object}: ${what}${amount(expected)} in the ${held}, ${amount(found)} in the target${remarked}`
}

function amount(value: string): string {
  if (value === '') return 'nothing'
  return /^\d+$/.test(value) ? countText(BigInt(value)) : value
}
