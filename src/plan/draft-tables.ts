// First step of planning: the target names and the type of every column.

import { CAST_NAMES, parseCast } from '../codec/cast.ts'
import { type Choice, chooseType } from '../codec/choose-type.ts'
import type { ColumnCensus, TableCensus } from '../model/census.ts'
import { Sqlite2pgError } from '../model/errors.ts'
import type { TableWishes } from '../model/options.ts'
import type { SourceColumn, SourceTable } from '../model/source.ts'
import { ruleContext, wishFor } from './column-interest.ts'
import { type DraftColumn, type DraftTable, type PlanContext, type PlanOptions, sameName } from './draft.ts'
import { fitColumnName, fitName, inStyle, Namespace } from './names.ts'
import { type NoticeCode, note } from './notices.ts'

/** PostgreSQL's limit. https://www.postgresql.org/docs/current/limits.html */
const MOST_COLUMNS = 1600

export function draftTables(context: PlanContext): readonly DraftTable[] {
  return context.input.tables.map(table => draftTable(table, context))
}

function draftTable(table: SourceTable, context: PlanContext): DraftTable {
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
    target: targetTableName(table, context),
    wishes: wishesFor(table, context),
    columns: draftColumns(table, census, context),
  }
}

function wishesFor(table: SourceTable, context: PlanContext): TableWishes {
  return Object.entries(context.input.options.tables).find(([name]) => sameName(name, table.name))?.[1] ?? {}
}

function targetTableName(table: SourceTable, context: PlanContext): string {
  const styled = inStyle(table.name, context.input.options.names)
  const name = fitName(styled === '' ? 'unnamed' : styled)
  if (name !== styled)
    note(context, 'NAME_CHANGED', table.name, `becomes ${name}, PostgreSQL's names have 1 to 63 bytes`)
  if (context.relations.take(name)) {
    if (name === 'user')
      note(
        context,
        'RESERVED_NAME',
        table.name,
        'is a reserved word: without quotes it means the current user',
      )
    return name
  }
  note(context, 'NAME_COLLISION', table.name, `becomes ${name}, which another table is called already`)
  return context.relations.takeFree(name)
}

function draftColumns(table: SourceTable, census: TableCensus, context: PlanContext): readonly DraftColumn[] {
  const names = new Namespace()
  return table.columns.map((column, i): DraftColumn => {
    const columnCensus = census.columns[i]
    if (columnCensus === undefined) throw new Error(`no census of ${table.name}.${column.name}`)
    const wish = wishFor(table, column, context.input.options)
    const choice = chooseColumn(table, column, columnCensus, wish, context)
    const target = targetColumnName(table, column, i, names, context)
    return {
      source: column,
      census: columnCensus,
      target,
      candidate: choice.candidate,
      because: choice.because,
      wished: wish !== null,
    }
  })
}

function chooseColumn(
  table: SourceTable,
  column: SourceColumn,
  census: ColumnCensus,
  wish: string | null,
  context: PlanContext,
): Choice {
  const object = `${table.name}.${column.name}`
  const { serverVersion, options } = context.input
  if (wish !== null && parseCast(wish, serverVersion) === null) throw unknownCast(object, wish)
  const rules = ruleContext(table, column, serverVersion)
  const choice = chooseType({ declaredType: column.declaredType, context: rules, wish }, census)
  if (choice.notice !== null) {
    const code = noticeCode(choice.notice.severity, options.badValues)
    note(context, code, object, choice.notice.message)
  }
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

function unknownCast(object: string, wish: string): Sqlite2pgError {
  return new Sqlite2pgError(
    'BAD_OPTION_VALUE',
    `${object}: no cast is called ${wish}`,
    `Casts are: ${CAST_NAMES.join(', ')}.`,
  )
}

function targetColumnName(
  table: SourceTable,
  column: SourceColumn,
  index: number,
  names: Namespace,
  context: PlanContext,
): string {
  const object = `${table.name}.${column.name}`
  const styled = inStyle(column.name, context.input.options.names)
  const name = fitColumnName(styled, index + 1)
  if (name !== styled) note(context, 'NAME_CHANGED', object, `becomes ${name}, which PostgreSQL can take`)
  if (names.take(name)) return name
  note(context, 'NAME_COLLISION', object, `becomes ${name}, which another column is called already`)
  return names.takeFree(name)
}
