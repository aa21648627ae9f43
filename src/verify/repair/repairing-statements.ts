// The statements that make a row of the target what it is in the source. A row whose unique value changes is taken out of
// the table and put back once every other such row is out, so that values which two rows have swapped stand in nobody's
// way; what the source knows nothing of travels with it.
// https://www.postgresql.org/docs/current/sql-insert.html
import type { TargetColumn, TargetTable } from '../../model/target.ts'
import { postgresLine, postgresName } from '../../sql/quote.ts'
import { type PostgresSql, postgres, trustPostgres } from '../../sql/text.ts'

/** A column of the target with the text it is to hold. */
export interface NewValue {
  readonly target: string
  readonly text: string | null
}

export interface RepairedTarget {
  /** Quoted, with its schema. */
  readonly table: PostgresSql
  readonly target: TargetTable
  /** Quoted name of the temporary table for rows that are taken out. */
  readonly parked: PostgresSql
}

export function insertRow({ table, target }: RepairedTarget, values: readonly NewValue[]): PostgresSql {
  const columns = values.map(value => postgresName(value.target))
  return postgres`INSERT INTO ${table} (${columns})${overriding(target)} VALUES (${values.map(literal)})`
}

export function deleteRow({ table }: RepairedTarget, row: PostgresSql): PostgresSql {
  return postgres`DELETE FROM ${table} WHERE ${row}`
}

export function updateRow(
  { table }: RepairedTarget,
  row: PostgresSql,
  values: readonly NewValue[],
): PostgresSql {
  const set = values.map(value => postgres`${postgresName(value.target)} = ${literal(value)}`)
  return postgres`UPDATE ${table} SET ${set} WHERE ${row}`
}

/** Takes the row out, with its new values. */
export function parkRow(
  { table, target, parked }: RepairedTarget,
  row: PostgresSql,
  values: readonly NewValue[],
): PostgresSql {
  const changed = new Map(values.map(value => [value.target, value]))
  const columns = stored(target).map(({ name }) => {
    const value = changed.get(name)
    return value === undefined ? postgres`taken.${postgresName(name)}` : literal(value)
  })
  return postgres`WITH taken AS (DELETE FROM ${table} WHERE ${row} RETURNING *) INSERT INTO ${parked} (${namesOf(target)}) SELECT ${columns} FROM taken`
}

export function createParked({ table, target, parked }: RepairedTarget): PostgresSql {
  return postgres`CREATE TEMPORARY TABLE ${parked} ON COMMIT DROP AS SELECT ${namesOf(target)} FROM ${table} WITH NO DATA`
}

export function putBack({ table, target, parked }: RepairedTarget): PostgresSql {
  const names = namesOf(target)
  return postgres`INSERT INTO ${table} (${names})${overriding(target)} SELECT ${names} FROM ${parked}`
}

function namesOf(target: TargetTable): readonly PostgresSql[] {
  return stored(target).map(({ name }) => postgresName(name))
}

function stored({ columns }: TargetTable): readonly TargetColumn[] {
  return columns.filter(({ generated }) => !generated)
}

function overriding({ columns }: TargetTable): PostgresSql {
  const isNeeded = columns.some(({ identity }) => identity === 'always')
  return trustPostgres(isNeeded ? ' OVERRIDING SYSTEM VALUE' : '')
}

function literal({ text }: NewValue): PostgresSql {
  return text === null ? postgres`NULL` : postgresLine(text)
}

/** Whether setting one of the columns may collide with another row, or cannot be done by UPDATE. */
export function needsParking({ columns, indexes }: TargetTable, changed: readonly string[]): boolean {
  const names = new Set(changed)
  const isAlways = columns.some(({ name, identity }) => identity === 'always' && names.has(name))
  return (
    isAlways ||
    indexes.some(
      index =>
        index.unique &&
        (index.where !== null || index.columns.some(name => name === null || names.has(name))),
    )
  )
}
