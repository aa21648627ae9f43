// Plans the triggers: the plain kind that keeps `updated_at` is carried as a BEFORE UPDATE trigger, since an
// AFTER UPDATE that updates its own table would fire itself in PostgreSQL; every other one is listed.
import type { PlannedTrigger } from '../../model/plan.ts'
import type { SourceTrigger } from '../../model/source.ts'
import { postgresName } from '../../sql/quote.ts'
import { recognizeTouchTrigger, type TouchTrigger } from '../../sql/recognize/touch-trigger.ts'
import { type PostgresSql, postgres } from '../../sql/text.ts'
import { translateDefault } from '../../sql/translate/default.ts'
import { type DraftColumn, type DraftTable, findColumn, findDraft, type PlanContext } from '../draft.ts'
import { inStyle, Namespace } from '../names/names.ts'
import { tellRenamed } from '../names/object-names.ts'
import { note } from '../notices.ts'
import { isUpkeep } from './upkeep.ts'

export function planTriggers(tables: readonly DraftTable[], context: PlanContext): readonly PlannedTrigger[] {
  const functions = new Namespace()
  const { source } = context.input
  const carried = source.triggers.flatMap(trigger =>
    isUpkeep(source, trigger) ? [] : planTrigger(trigger, tables, functions, context),
  )
  return [...carried, ...tables.flatMap(table => wishedTrigger(table, functions, context))]
}

function planTrigger(
  trigger: SourceTrigger,
  tables: readonly DraftTable[],
  functions: Namespace,
  context: PlanContext,
): readonly PlannedTrigger[] {
  const table = findDraft(tables, trigger.table)
  const touch = table === undefined ? null : touchOf(table, trigger)
  if (table === undefined || touch === null) {
    note(context, 'TRIGGER_LEFT_OUT', trigger.name, `on ${trigger.table} is left out: ${trigger.sql}`)
    return []
  }
  const { column, value, updateOf, when } = touch
  note(
    context,
    'TRIGGER_CARRIED',
    trigger.name,
    `sets ${table.source.name}.${column.source.name} on each update`,
  )
  const given = inStyle(trigger.name, context.input.options.names)
  const name = functions.takeFree(given || `${table.target}_touch`)
  tellRenamed('trigger', { source: trigger.name, given, name }, context)
  return [
    {
      name,
      table: table.target,
      function: name,
      columns: [column.target],
      updateOf,
      values: [value],
      when,
      origin: 'source',
    },
  ]
}

interface Touch {
  readonly column: DraftColumn
  readonly value: PostgresSql
  readonly updateOf: readonly string[]
  readonly when: PostgresSql | null
}

function touchOf(table: DraftTable, trigger: SourceTrigger): Touch | null {
  const found = recognizeTouchTrigger(trigger.sql)
  if (found === null || !isKeyOf(table, found.key)) return null
  const column = findColumn(table, found.column)
  // SQLite refuses to set a generated column when the trigger fires.
  if (column?.source.generated != null) return null
  const value = column === undefined ? null : clockFor(column, found.expression)
  if (column === undefined || value === null) return null
  const updateOf = found.updateOf.map(name => findColumn(table, name)?.target)
  if (updateOf.includes(undefined)) return null
  return {
    column,
    value,
    updateOf: updateOf.filter(name => name !== undefined),
    when: whenOf(found.when, column),
  }
}

/** The trigger updates the row it fired for only if it finds it by a whole key. */
function isKeyOf(table: DraftTable, name: string): boolean {
  if (['rowid', 'oid', '_rowid_'].includes(name.toLowerCase()) && !table.source.withoutRowid) return true
  const { primaryKey } = table.source
  return (
    primaryKey !== null &&
    primaryKey.columns.length === 1 &&
    findColumn(table, name)?.source.name === findColumn(table, primaryKey.columns[0] ?? '')?.source.name
  )
}

function clockFor(column: DraftColumn, expression: string): PostgresSql | null {
  const translated = translateDefault(expression, {
    family: column.candidate.family,
    type: column.candidate.type,
  })
  return translated.kind === 'value' ? translated.sql : null
}

/** The same question of OLD and NEW; `equal` is never true of NULLs, `unchanged` is. */
function whenOf(when: TouchTrigger['when'], column: DraftColumn): PostgresSql | null {
  const name = postgresName(column.target)
  switch (when) {
    case 'always':
      return null
    case 'equal':
      return postgres`NEW.${name} = OLD.${name}`
    case 'unchanged':
      return postgres`NEW.${name} IS NOT DISTINCT FROM OLD.${name}`
    case 'not later':
      return column.candidate.family === 'text'
        ? postgres`NEW.${name} COLLATE "C" <= OLD.${name}`
        : postgres`NEW.${name} <= OLD.${name}`
  }
}

function wishedTrigger(
  table: DraftTable,
  functions: Namespace,
  context: PlanContext,
): readonly PlannedTrigger[] {
  const touched = (table.wishes.touch ?? []).flatMap(name => wishedColumn(table, name, context))
  if (touched.length === 0) return []
  const name = functions.takeFree(`${table.target}_touch`)
  return [
    {
      name,
      table: table.target,
      function: name,
      columns: touched.map(({ column }) => column.target),
      updateOf: [],
      values: touched.map(({ value }) => value),
      when: null,
      origin: 'config',
    },
  ]
}

function wishedColumn(
  table: DraftTable,
  name: string,
  context: PlanContext,
): readonly { column: DraftColumn; value: PostgresSql }[] {
  const column = findColumn(table, name)
  const value = column === undefined ? null : preciseClock(column)
  if (column !== undefined && value !== null) return [{ column, value }]
  const why =
    column === undefined ? 'the table does not have' : `that is ${column.candidate.type}, no date or time`
  note(
    context,
    'WISH_UNKNOWN',
    `${table.source.name}.${name}`,
    `the configuration asks to touch a column ${why}`,
  )
  return []
}

/** The moment of the statement, in the column's own kind of time. */
function preciseClock(column: DraftColumn): PostgresSql | null {
  switch (column.candidate.family) {
    case 'timestamp':
      return postgres`clock_timestamp() AT TIME ZONE 'utc'`
    case 'timestamptz':
      return postgres`clock_timestamp()`
    case 'date':
      return postgres`(clock_timestamp() AT TIME ZONE 'utc')::date`
    case 'text':
      return postgres`to_char(clock_timestamp() AT TIME ZONE 'utc', 'YYYY-MM-DD HH24:MI:SS.US')`
    default:
      return null
  }
}
