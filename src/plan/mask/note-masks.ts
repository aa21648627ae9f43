// What the plan says of masked columns: that they are, and where a mask cannot be or would let a value through. No value
// of the file is ever named here.
import { countOf, valueCount } from '../../codec/codec.ts'
import { isKeyed, type MaskKind } from '../../model/mask.ts'
import type { SourceTable } from '../../model/source.ts'
import { asciiLower, sameName } from '../../sql/ascii-case.ts'
import { columnNamesOf, containsNode } from '../../sql/map-expression.ts'
import { parseExpression } from '../../sql/parse/expression.ts'
import { wishOf } from '../columns.ts'
import { type DraftColumn, type DraftTable, findColumn, findColumns, type PlanContext } from '../draft.ts'
import { columnNames } from '../expressions/expressions.ts'
import { makeNotice, note } from '../notices.ts'
import { relationFinder } from '../types/related-columns.ts'
import { matchMasks } from './matched-masks.ts'

/** Masks that name nothing, or one column twice. */
export function noteUnknownMasks(context: PlanContext): void {
  const { tables, options } = context.input
  for (const { name, message, hint } of matchMasks(tables, options.masks ?? {}).faults)
    note(context, 'WISH_UNKNOWN', name, message, hint)
}

export function noteMasks(tables: readonly DraftTable[], context: PlanContext): void {
  if (tables.every(({ columns }) => columns.every(({ mask }) => mask === null))) return
  const related = relationFinder(context.input.tables, context.input.options)
  let isKeyNeeded = false
  for (const table of tables) {
    for (const column of table.columns) {
      if (column.mask === null) continue
      isKeyNeeded ||= isKeyed(column.mask.kind)
      const isTied = related(column.source).length > 0
      for (const fact of refusals(table, column, isTied, context)) refuse(table, column, fact, context)
      tellMask(table, column, context)
    }
    noteReaders(table, context)
    noteEqualKeys(table, context)
  }
  if (isKeyNeeded) tellKey(context)
}

const objectOf = (table: DraftTable, column: DraftColumn): string =>
  `${table.source.name}.${column.source.name}`

interface Refusal {
  readonly because: string
  readonly hint: string
}

function refuse(
  table: DraftTable,
  column: DraftColumn,
  { because, hint }: Refusal,
  context: PlanContext,
): void {
  note(
    context,
    'MASK_REFUSED',
    objectOf(table, column),
    `cannot be masked with ${column.mask?.kind}: ${because}`,
    hint,
  )
}

function refusals(
  table: DraftTable,
  column: DraftColumn,
  isTied: boolean,
  context: PlanContext,
): readonly Refusal[] {
  const { source, mask } = column
  const found: Refusal[] = []
  if (isIn(table.source.primaryKey?.columns, source.name))
    found.push({
      because: 'it is part of the primary key, by which rows are found and named',
      hint: KEY_HINT,
    })
  else if (isTied || table.source.foreignKeys.some(({ columns }) => isIn(columns, source.name)))
    found.push({ because: 'it is an end of a foreign key', hint: KEY_HINT })
  if (mask?.objection != null) found.push({ because: mask.objection, hint: TYPE_HINT })
  const { notNull = source.notNull } = wishOf(table, column)
  if (mask?.kind === 'null' && notNull && context.input.census.get(table.source.name)?.rows !== 0n)
    found.push({ because: 'it is NOT NULL', hint: NULL_HINT })
  return found
}

const isIn = (names: readonly string[] | undefined, name: string): boolean =>
  (names ?? []).some(one => sameName(one, name))

const KEY_HINT =
  'Take it out of "mask": a key that says something of a person belongs into a column of its own.'
const TYPE_HINT =
  'Mask it with "null" or { "fixed": … }, or ask for text with --cast TABLE.COLUMN=text as well.'
const NULL_HINT =
  'Mask it with "hash" or { "fixed": … }, or write "notNull": false for it in the configuration.'

const DOES: Readonly<Record<MaskKind, string>> = {
  hash: 'becomes a keyed hash; NULL stays NULL',
  null: 'becomes NULL in every row',
  fixed: 'becomes one value in every row',
  email: 'becomes an address that nobody has; NULL stays NULL',
  'keep-domain': 'becomes an address that keeps its domain; NULL stays NULL',
}

function tellMask(table: DraftTable, column: DraftColumn, context: PlanContext): void {
  const { mask, census } = column
  if (mask === null) return
  const counted = isKeyed(mask.kind) ? `${countOf(valueCount(census), 'value')}: ` : ''
  const unknown = mask.isComparable ? '' : '; without the key of that run its values cannot be compared'
  note(
    context,
    'MASKED',
    objectOf(table, column),
    `${counted}masked (${mask.kind}), ${DOES[mask.kind]}${unknown}`,
  )
}

/** A key that is made for one run dies with it. */
function tellKey(context: PlanContext): void {
  if (context.input.options.maskKey === 'made')
    context.notices.push(
      makeNotice(
        'MASK_KEY_MADE',
        'mask',
        'no key was given, so one was made for this run alone: masked values will be others the next time',
      ),
    )
}

/** A column that SQLite computes from a masked one holds what the mask hides. */
function noteReaders(table: DraftTable, context: PlanContext): void {
  for (const column of table.columns) {
    if (column.source.generated === null || column.mask !== null) continue
    const read = maskedBehind(table, column, new Set())
    if (read !== null)
      note(
        context,
        'MASK_REFUSED',
        objectOf(table, column),
        `is computed from ${read}, which is masked, so it would show what the mask hides`,
        'Mask this column too.',
      )
  }
}

/** Name of a masked column that the expression reads, through other generated columns too. */
function maskedBehind(table: DraftTable, column: DraftColumn, seen: Set<DraftColumn>): string | null {
  const expression = column.source.generated?.expression
  if (expression === undefined || seen.has(column)) return null
  seen.add(column)
  const parsed = parseExpression(expression, columnNames(table))
  // Nobody knows what an expression reads that is not understood.
  const isObscure = containsNode(parsed, ({ kind }) => kind === 'unsupported' || kind === 'query')
  const names = isObscure ? columnNames(table) : columnNamesOf(parsed)
  for (const name of names) {
    const read = findColumn(table, name)
    if (read === undefined) continue
    if (read.mask !== null) return read.source.name
    const behind = maskedBehind(table, read, seen)
    if (behind !== null) return behind
  }
  return null
}

/** Keys in which every row would be the same. */
function noteEqualKeys(table: DraftTable, context: PlanContext): void {
  if (table.census.rows < 2n) return
  for (const names of uniqueKeys(table.source, table)) {
    const columns = findColumns(table, names)
    const isFixed = columns.length === names.length && columns.every(({ mask }) => mask?.kind === 'fixed')
    const [first] = columns
    if (isFixed && first !== undefined)
      refuse(
        table,
        first,
        {
          because: `it is unique, and ${countOf(table.census.rows, 'row')} would be the same`,
          hint: 'Mask it with "hash", "email" or "null".',
        },
        context,
      )
  }
}

function uniqueKeys(source: SourceTable, { wishes }: DraftTable): readonly (readonly string[])[] {
  const indexes = source.indexes.filter(({ unique, where }) => unique && where === null)
  const wished = [...(wishes.unique ?? []), ...(wishes.indexes ?? []).filter(({ unique }) => unique === true)]
  return [
    ...source.uniques.map(({ columns }) => columns),
    ...indexes.map(({ columns }) => columns.map(({ column }) => column ?? '')),
    ...wished.map(({ columns }) => columns),
  ].map(columns => columns.map(asciiLower))
}
