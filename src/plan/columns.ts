// Plans the columns of one table: NOT NULL, default, identity, generated expression, and the two SQL
// expressions that copy and prove a value.
import type { PlannedColumn, PlannedIdentity, PlannedKey } from '../model/plan.ts'
import type { DefaultTarget } from '../sql/default-target.ts'
import { postgresName, sqliteName } from '../sql/quote.ts'
import { type PostgresSql, trustPostgres } from '../sql/text.ts'
import { translateDefault } from '../sql/translate-default.ts'
import { type DraftColumn, type DraftTable, type PlanContext, sameName } from './draft.ts'
import { translateFor } from './expressions.ts'
import { note } from './notices.ts'

export function planColumns(
  table: DraftTable,
  primaryKey: PlannedKey | null,
  context: PlanContext,
): readonly PlannedColumn[] {
  for (const name of Object.keys(table.wishes.columns ?? {})) {
    if (!table.columns.some(column => sameName(column.source.name, name))) {
      note(
        context,
        'WISH_UNKNOWN',
        `${table.source.name}.${name}`,
        'the configuration names a column the table does not have',
      )
    }
  }
  return table.columns.map(column => {
    const planned = planColumn(table, column, context)
    // A primary key is NOT NULL in PostgreSQL, whatever the declaration says.
    return primaryKey?.columns.includes(planned.target) ? { ...planned, notNull: true } : planned
  })
}

function planColumn(table: DraftTable, column: DraftColumn, context: PlanContext): PlannedColumn {
  const { source, candidate, census, target } = column
  const name = sqliteName(source.name)
  const generated = planGenerated(table, column, context)
  const identity = planIdentity(table, column, context)
  if (identity !== null) refuseDefault(table, column, context)
  noteCollation(table, column, context)
  return {
    source: source.name,
    target,
    declared: source.declaredType,
    type: candidate.type,
    family: candidate.family,
    reading: candidate.reading.name,
    because: column.because,
    notNull: planNotNull(table, column, context),
    default: generated === null && identity === null ? planDefault(table, column, context) : null,
    identity,
    generated,
    copy: generated === null ? candidate.reading.copy(name, census) : null,
    proof: candidate.reading.proof(name, postgresName(target)),
  }
}

/** A wish that cannot be met is told, never dropped. */
function refuseDefault(table: DraftTable, column: DraftColumn, context: PlanContext): void {
  if (wishOf(table, column).default === undefined) return
  const object = `${table.source.name}.${column.source.name}`
  note(
    context,
    'WISH_UNKNOWN',
    object,
    'the configuration asks for a default of a column that hands out ids by itself',
  )
}

function wishOf(
  table: DraftTable,
  column: DraftColumn,
): { readonly default?: string; readonly notNull?: boolean } {
  return (
    Object.entries(table.wishes.columns ?? {}).find(([name]) => sameName(name, column.source.name))?.[1] ?? {}
  )
}

function planNotNull(table: DraftTable, column: DraftColumn, context: PlanContext): boolean {
  const object = `${table.source.name}.${column.source.name}`
  const wanted = wishOf(table, column).notNull ?? column.source.notNull
  if (!wanted || column.census.nulls === 0n) return wanted
  note(
    context,
    'NOT_NULL_LEFT_OUT',
    object,
    `${column.census.nulls} rows are NULL although the column is declared NOT NULL`,
  )
  return false
}

function planDefault(table: DraftTable, column: DraftColumn, context: PlanContext): PostgresSql | null {
  const wish = wishOf(table, column).default
  if (wish !== undefined) return trustPostgres(wish)
  const { defaultSql, defaultValue } = column.source
  if (defaultSql === null) return null
  const target = defaultTarget(column)
  const translated = translateDefault(defaultSql, target, defaultValue ?? undefined)
  if (translated.kind === 'value') return translated.sql
  if (translated.kind === 'untranslatable') {
    note(
      context,
      'DEFAULT_LEFT_OUT',
      `${table.source.name}.${column.source.name}`,
      `DEFAULT ${defaultSql} is left out: ${translated.because}`,
    )
  }
  return null
}

function defaultTarget({ candidate }: DraftColumn): DefaultTarget {
  const { family, type, reading } = candidate
  return reading.epochUnit === undefined ? { family, type } : { family, type, epoch: reading.epochUnit }
}

/** INTEGER PRIMARY KEY hands out ids by itself in SQLite; an identity does so in PostgreSQL. */
function planIdentity(table: DraftTable, column: DraftColumn, context: PlanContext): PlannedIdentity | null {
  const { source } = table
  if (source.rowidAlias === null || !sameName(source.rowidAlias, column.source.name)) return null
  if (column.candidate.family !== 'integer') return null
  const lastValue = highest(column.census.integers.max, source.sequence)
  if (lastValue === HIGHEST_BIGINT)
    note(
      context,
      'SEQUENCE_EXHAUSTED',
      `${source.name}.${column.source.name}`,
      `the largest id is ${lastValue}`,
    )
  return { sequence: context.relations.takeFree(`${table.target}_${column.target}_seq`), lastValue }
}

const HIGHEST_BIGINT = 2n ** 63n - 1n

/** The larger of the largest id and sqlite_sequence's mark; null below 1, where a sequence stays at its start. */
function highest(maxId: bigint | null, mark: bigint | null): bigint | null {
  const last = [maxId, mark].reduce<bigint>(
    (high, value) => (value !== null && value > high ? value : high),
    0n,
  )
  return last < 1n ? null : last
}

function planGenerated(table: DraftTable, column: DraftColumn, context: PlanContext): PostgresSql | null {
  const { generated } = column.source
  if (generated === null) return null
  const translation = translateFor(table, generated.expression, 'generated', context.input.serverVersion)
  const because = translation.ok ? objectToGenerated(translation, column) : translation.because
  if (translation.ok && because === null) return translation.sql
  const object = `${table.source.name}.${column.source.name}`
  note(
    context,
    'GENERATED_AS_PLAIN',
    object,
    `GENERATED ALWAYS AS (${generated.expression}) becomes a plain column: ${because}`,
  )
  return null
}

function objectToGenerated(
  translation: { readonly family: string; readonly immutable: boolean },
  column: DraftColumn,
): string | null {
  if (!translation.immutable) return 'the expression is not immutable in PostgreSQL'
  if (translation.family === column.candidate.family) return null
  return `the expression gives ${translation.family}, the values are ${column.candidate.family}`
}

function noteCollation(table: DraftTable, column: DraftColumn, context: PlanContext): void {
  const { collation, name } = column.source
  if (collation === 'BINARY') return
  const object = `${table.source.name}.${name}`
  if (collation === 'NOCASE') note(context, 'COLLATION_NOCASE', object, 'is declared COLLATE NOCASE')
  else note(context, 'COLLATION_LEFT_OUT', object, `COLLATE ${collation} is left out`)
}
