// First step of planning: the target names and the type of every column.

import { chooseDeclared } from '../codec/choose-declared.ts'
import { type Choice, chooseType } from '../codec/choose-type.ts'
import type { ColumnCensus, TableCensus } from '../model/census.ts'
import type { TableWishes } from '../model/options.ts'
import type { SourceColumn, SourceTable } from '../model/source.ts'
import { sameName } from '../sql/ascii-case.ts'
import { sqliteColumn } from '../sql/quote.ts'
import type { DraftColumn, DraftTable, PlanContext, PlanOptions } from './draft.ts'
import { withMasks } from './mask/masked-casts.ts'
import { columnNames, tableNames } from './names/target-names.ts'
import { type NoticeCode, note } from './notices.ts'
import { type CastFinder, type ColumnCast, resolveCasts, unknownCast } from './types/column-casts.ts'
import { ruleContext } from './types/column-interest.ts'

/** PostgreSQL's limit. https://www.postgresql.org/docs/current/limits.html */
const MOST_COLUMNS = 1600

export function draftTables(context: PlanContext): readonly DraftTable[] {
  const targets = tableNames(context)
  const casts = context.input.casts ?? plainCasts(context)
  return context.input.tables.map((table, i) => draftTable(table, targets[i] ?? table.name, casts, context))
}

/** Casts that need nothing of the server but its version. */
function plainCasts({ input: { source, tables, options, serverVersion } }: PlanContext): CastFinder {
  const { find, unserved } = resolveCasts(tables, options, serverVersion)
  const [unknown] = unserved
  if (unknown === undefined) return withMasks({ tables, schema: source.tables, serverVersion }, options, find)
  throw unknownCast(unknown.askedOf, `no cast is called ${unknown.wish}`)
}

function draftTable(table: SourceTable, target: string, casts: CastFinder, context: PlanContext): DraftTable {
  const census = context.input.census.get(table.name)
  if (census === undefined) throw new Error(`no census of ${table.name}`)
  if (table.columns.length > MOST_COLUMNS) {
    note(
      context,
      'TOO_MANY_COLUMNS',
      table.name,
      `has ${table.columns.length} columns, PostgreSQL takes ${MOST_COLUMNS}`,
    )
  }
  return {
    source: table,
    census,
    target,
    wishes: wishesFor(table, context),
    columns: draftColumns(table, census, casts, context),
    aside: null,
  }
}

function wishesFor(table: SourceTable, context: PlanContext): TableWishes {
  return Object.entries(context.input.options.tables).find(([name]) => sameName(name, table.name))?.[1] ?? {}
}

function draftColumns(
  table: SourceTable,
  census: TableCensus,
  casts: CastFinder,
  context: PlanContext,
): readonly DraftColumn[] {
  const targets = columnNames(table, context)
  return table.columns.map((column, i): DraftColumn => {
    const columnCensus = census.columns[i]
    if (columnCensus === undefined) throw new Error(`no census of ${table.name}.${column.name}`)
    const asked = casts(column)
    const choice = chooseColumn(table, column, columnCensus, asked, context)
    const raw = sqliteColumn(column)
    return {
      source: column,
      census: columnCensus,
      kept: columnCensus,
      target: targets[i] ?? column.name,
      value: asked?.cast.value(raw) ?? raw,
      provenValue: asked?.cast.provenValue(raw) ?? raw,
      prove: asked?.cast.provenValue ?? (value => value),
      counts: asked?.cast.counts ?? [],
      candidate: choice.candidate,
      because: choice.because,
      defaultValue: asked?.byDefault ?? column.defaultValue,
      wished: asked !== null,
      mask: asked?.mask ?? null,
    }
  })
}

function chooseColumn(
  table: SourceTable,
  column: SourceColumn,
  census: ColumnCensus,
  asked: ColumnCast | null,
  context: PlanContext,
): Choice {
  const object = `${table.name}.${column.name}`
  const { serverVersion, options } = context.input
  if (asked?.cast.makesNulls && options.badValues !== 'quarantine' && isNotNull(table, column, context))
    note(
      context,
      'CAST_MISFIT',
      object,
      `cannot become ${asked.wish} as asked: the column is NOT NULL`,
      NULLS_HINT,
    )
  const rules = ruleContext(table, column, context.input.source.tables, serverVersion)
  const choose = options.badValues === 'quarantine' ? chooseDeclared : chooseType
  const choice = choose(
    {
      declaredType: column.declaredType,
      context: rules,
      wish: asked?.wish ?? null,
      cast: asked?.cast ?? null,
      isMask: asked?.mask !== undefined,
    },
    census,
  )
  if (choice.notice !== null) {
    const code = noticeCode(choice.notice.severity, options.badValues)
    note(context, code, object, choice.notice.message, choice.notice.hint)
  }
  if (choice.caution !== null) note(context, 'OFFSET_NOT_KEPT', object, choice.caution)
  return choice
}

function noticeCode(
  severity: 'info' | 'warning' | 'blocker',
  badValues: PlanOptions['badValues'],
): NoticeCode {
  if (severity === 'blocker') return 'CAST_MISFIT'
  if (severity === 'info') return 'TYPE_REMARK'
  return badValues === 'fail' ? 'BAD_VALUES' : 'TYPE_WIDENED'
}

const NULLS_HINT =
  'Ask for a type without :empty_null and :invalid_null, or for "notNull": false in the configuration.'

function isNotNull(table: SourceTable, column: SourceColumn, context: PlanContext): boolean {
  const isKey = (table.primaryKey?.columns ?? []).some(name => sameName(name, column.name))
  const wishes = wishesFor(table, context).columns ?? {}
  const wish = Object.entries(wishes).find(([name]) => sameName(name, column.name))?.[1]
  return isKey || (wish?.notNull ?? column.notNull)
}
