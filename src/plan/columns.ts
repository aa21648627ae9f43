// Plans the columns of one table: NOT NULL, default, identity, generated expression, and the two SQL
// expressions that copy and prove a value.

import type { PlannedColumn, PlannedIdentity, PlannedKey } from '../model/plan.ts'
import { sameName } from '../sql/ascii-case.ts'
import { postgresName } from '../sql/quote.ts'
import { type PostgresSql, postgres, trustPostgres } from '../sql/text.ts'
import { translateDefault } from '../sql/translate/default.ts'
import type { DefaultTarget } from '../sql/translate/default-target.ts'
import type { DraftColumn, DraftTable, PlanContext } from './draft.ts'
import type { DraftGenerated } from './expressions/generated.ts'
import { note } from './notices.ts'
import { alterColumn } from './remedies.ts'
import { planSending } from './sending.ts'

export function planColumns(
  table: DraftTable,
  primaryKey: PlannedKey | null,
  generated: readonly DraftGenerated[],
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
    const expression = generated.find(draft => draft.column === column)?.sql ?? null
    const inPrimaryKey = primaryKey?.columns.includes(column.target) ?? false
    return planColumn(table, column, expression, inPrimaryKey, context)
  })
}

function planColumn(
  table: DraftTable,
  column: DraftColumn,
  generated: PostgresSql | null,
  inPrimaryKey: boolean,
  context: PlanContext,
): PlannedColumn {
  const { source, candidate, target } = column
  const identity = planIdentity(table, column, context)
  if (identity !== null) refuseDefault(table, column, context)
  noteCollation(table, column, context)
  // A primary key is NOT NULL in PostgreSQL, whatever the declaration says.
  const notNull = planNotNull(table, column, context) || inPrimaryKey
  return {
    source: source.name,
    target,
    declared: source.declaredType,
    type: candidate.type,
    family: candidate.family,
    reading: candidate.reading.name,
    because: column.because,
    notNull,
    default: generated === null && identity === null ? planDefault(table, column, notNull, context) : null,
    identity,
    generated,
    value: column.value,
    ...(column.mask !== null && { mask: { kind: column.mask.kind, isComparable: column.mask.isComparable } }),
    ...(generated === null ? planSending(column) : { copy: null, slices: null }),
    proof: candidate.reading.proof(column.provenValue, postgresName(target)),
    digest: candidate.reading.digest(column.provenValue, column.census),
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

/** What the configuration asks for of a column. */
export function wishOf(
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
  if (!wanted || column.census.nulls === 0n || context.input.options.badValues === 'quarantine') return wanted
  const rows = column.census.nulls === 1n ? '1 row is' : `${column.census.nulls} rows are`
  const message = `${rows} NULL although the column is declared NOT NULL`
  if (context.input.options.badValues === 'fail') note(context, 'BAD_VALUES', object, message)
  else {
    const statement = alterColumn(context, table.target, column.target, postgres`SET NOT NULL`)
    const hint = `Mend the rows, then ${statement} Or pass --bad-values=quarantine to set them aside.`
    note(context, 'NOT_NULL_LEFT_OUT', object, message, hint)
  }
  return false
}

function planDefault(
  table: DraftTable,
  column: DraftColumn,
  notNull: boolean,
  context: PlanContext,
): PostgresSql | null {
  const wish = wishOf(table, column).default
  if (wish !== undefined) return trustPostgres(wish)
  const { defaultSql } = column.source
  if (defaultSql === null) return null
  const object = `${table.source.name}.${column.source.name}`
  const written = column.mask === null ? `DEFAULT ${defaultSql}` : 'its default'
  if (isMadeNull(column)) {
    // NULL is the default of a column without one, so nothing is lost but where NULL is refused.
    if (notNull) note(context, 'DEFAULT_LEFT_OUT', object, `${written} is left out: the cast makes it NULL`)
    return null
  }
  const translated = translateDefault(defaultSql, defaultTarget(column), column.defaultValue ?? undefined)
  const byHand = alterColumn(context, table.target, column.target, postgres`SET DEFAULT …`)
  if (translated.kind === 'value') {
    if (translated.note !== undefined) {
      const hint = `Set another default if that is not meant: ${byHand}`
      note(context, 'DEFAULT_REMARK', object, `${written} ${translated.note}`, hint)
    }
    return translated.sql
  }
  if (translated.kind === 'untranslatable')
    note(
      context,
      'DEFAULT_LEFT_OUT',
      object,
      `${written} is left out: ${translated.because}`,
      translated.hint ?? `Set a default by hand: ${byHand}`,
    )
  return null
}

function isMadeNull({ source, defaultValue }: DraftColumn): boolean {
  return defaultValue?.storageClass === 'null' && source.defaultValue?.storageClass !== 'null'
}

function defaultTarget({ candidate }: DraftColumn): DefaultTarget {
  const { family, type, reading, holdsText } = candidate
  return {
    family,
    type,
    ...(reading.epochUnit !== undefined && { epoch: reading.epochUnit }),
    ...(holdsText !== undefined && { holds: holdsText }),
  }
}

/** INTEGER PRIMARY KEY hands out ids by itself in SQLite; an identity does so in PostgreSQL. */
function planIdentity(table: DraftTable, column: DraftColumn, context: PlanContext): PlannedIdentity | null {
  const { source } = table
  if (source.rowidAlias === null || !sameName(source.rowidAlias, column.source.name)) return null
  if (column.candidate.family !== 'integer') {
    const made = 'SQLite makes the next id by itself, PostgreSQL does so for integers only'
    note(
      context,
      'IDENTITY_LEFT_OUT',
      `${source.name}.${column.source.name}`,
      `${made}, not for ${column.candidate.type}`,
    )
    return null
  }
  const lastValue = highest(column.census.integers.max, source.sequence)
  if (lastValue === HIGHEST_BIGINT)
    note(
      context,
      'SEQUENCE_EXHAUSTED',
      `${source.name}.${column.source.name}`,
      `the largest id is ${lastValue}`,
    )
  return { sequence: context.relations.takeFree(`${table.target}_${column.target}_seq`, 'made'), lastValue }
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

function noteCollation(table: DraftTable, column: DraftColumn, context: PlanContext): void {
  const { collation, name } = column.source
  const keepsRule = collation === 'NOCASE' && column.candidate.reading.compared !== undefined
  if (collation === 'BINARY' || keepsRule) return
  const object = `${table.source.name}.${name}`
  if (collation === 'NOCASE') note(context, 'COLLATION_NOCASE', object, 'is declared COLLATE NOCASE')
  else note(context, 'COLLATION_LEFT_OUT', object, `COLLATE ${collation} is left out`)
}
