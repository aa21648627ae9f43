// Which table and column of the target each one of the file is loaded into: by name, never by position. What only one
// side has is told, and what could mean two things is for the user to decide.

import type { Notice } from '../../model/plan.ts'
import type { SourceColumn, SourceTable } from '../../model/source.ts'
import type { TargetColumn, TargetSchema, TargetTable } from '../../model/target.ts'
import type { TargetType } from '../../model/target-type.ts'
import { sameName } from '../../sql/ascii-case.ts'
import { isMigrationTable } from '../migration-tables.ts'
import { matchNames, type NameMatch } from '../names/match-names.ts'
import { inStyle, type NameStyle } from '../names/names.ts'
import { makeNotice } from '../notices.ts'

export interface MatchedColumn {
  readonly source: SourceColumn
  readonly target: TargetColumn
  readonly type: TargetType
}

export interface MatchedTable {
  readonly source: SourceTable
  readonly target: TargetTable
  readonly columns: readonly MatchedColumn[]
  /** Columns of the file that the target has none for. */
  readonly lost: readonly SourceColumn[]
  /** Columns of the target that keep their default, and that nothing else fills. */
  readonly unfilled: readonly TargetColumn[]
}

/** A framework's notes of its migrations, which stay out of the load. */
export interface SkippedTable {
  readonly source: SourceTable
  readonly target: TargetTable | null
}

export interface LoadMatch {
  readonly tables: readonly MatchedTable[]
  /** Tables of the file that the target has none for. */
  readonly lost: readonly SourceTable[]
  readonly skipped: readonly SkippedTable[]
  readonly notices: readonly Notice[]
}

export interface MatchInput {
  /** The tables that are wanted. */
  readonly tables: readonly SourceTable[]
  readonly target: TargetSchema
  readonly types: ReadonlyMap<string, ReadonlyMap<string, TargetType>>
  /** Null where every way of finding a name is tried. */
  readonly names: NameStyle | null
  readonly include: readonly string[]
}

export function matchLoad(input: MatchInput): LoadMatch {
  const notices: Notice[] = []
  const { tables, target, names } = input
  const found = findNames(
    tables.map(({ name }) => name),
    target.tables.map(({ name }) => name),
    names,
  )
  const partners = new Map(target.tables.map(table => [table.name, table]))
  const matched: MatchedTable[] = []
  const lost: SourceTable[] = []
  const skipped: SkippedTable[] = []
  for (const source of tables) {
    const name = found.get(source.name)
    const partner = partners.get(name?.found ?? '') ?? null
    if (isLeftAlone(source, input)) skipped.push({ source, target: partner })
    else if (name !== undefined && name.candidates.length > 0) notices.push(ambiguous(source.name, name))
    else if (partner === null) lost.push(source)
    else if (partner.kind !== 'table' && partner.kind !== 'partitioned table')
      notices.push(noTable(source, partner))
    else matched.push(matchTable(source, partner, input, notices, name))
  }
  notices.push(...onlyInTarget(target, new Set([...matched, ...skipped].map(one => one.target?.name))))
  return { tables: matched, lost, skipped, notices }
}

function isLeftAlone({ name }: SourceTable, { include }: MatchInput): boolean {
  return isMigrationTable(name) && !include.some(wanted => sameName(wanted, name))
}

function matchTable(
  source: SourceTable,
  target: TargetTable,
  { names, types }: MatchInput,
  notices: Notice[],
  name: NameMatch | undefined,
): MatchedTable {
  if (name !== undefined && name.way !== 'exactly')
    notices.push(foundOtherwise(source.name, target.name, name))
  const found = findNames(
    source.columns.map(column => column.name),
    target.columns.map(column => column.name),
    names,
  )
  const columns: MatchedColumn[] = []
  const lost: SourceColumn[] = []
  for (const column of source.columns) {
    const match = found.get(column.name)
    const object = `${source.name}.${column.name}`
    const partner = target.columns.find(one => one.name === match?.found)
    const type = types.get(target.name)?.get(partner?.name ?? '')
    if (match !== undefined && match.candidates.length > 0) notices.push(ambiguous(object, match))
    else if (partner === undefined || type === undefined) lost.push(column)
    else if (partner.generated)
      notices.push(
        makeNotice('COMPUTED_IN_TARGET', object, `${partner.name} is computed by the target itself`),
      )
    else columns.push({ source: column, target: partner, type })
  }
  const filled = new Set(columns.map(one => one.target.name))
  const unfilled = target.columns.filter(({ name: own, generated }) => !generated && !filled.has(own))
  return { source, target, columns, lost, unfilled }
}

/** A style that was asked for leaves one way of writing a name. */
function findNames(
  wanted: readonly string[],
  present: readonly string[],
  style: NameStyle | null,
): ReadonlyMap<string, NameMatch> {
  if (style === null) return matchNames(wanted, present)
  const there = new Set(present)
  return new Map(
    wanted.map(name => {
      const styled = inStyle(name, style)
      const rivals = wanted.filter(other => inStyle(other, style) === styled)
      const isClear = there.has(styled) && rivals.length === 1
      const candidates = rivals.length > 1 && there.has(styled) ? [styled] : []
      return [name, { found: isClear ? styled : null, way: 'exactly', candidates }]
    }),
  )
}

function ambiguous(object: string, { candidates }: NameMatch): Notice {
  const [only] = candidates
  const what =
    candidates.length === 1 && only !== undefined
      ? `is not the only one that could be loaded into ${only}`
      : `could be loaded into ${candidates.join(' or ')}`
  return makeNotice('AMBIGUOUS_NAME', object, what)
}

function noTable({ name }: SourceTable, { name: target, kind }: TargetTable): Notice {
  return makeNotice('NO_TABLE_TO_LOAD', name, `${target} is a ${kind} in the target`)
}

function foundOtherwise(name: string, target: string, { way }: NameMatch): Notice {
  return makeNotice('NAME_FOUND', name, `is loaded into ${target}, found ${way}`)
}

/** Views and the tables of frameworks are no tables that rows are missing from. */
function onlyInTarget({ tables }: TargetSchema, taken: ReadonlySet<string | undefined>): readonly Notice[] {
  const left = tables.filter(
    ({ name, kind }) =>
      kind !== 'view' && kind !== 'materialized view' && !taken.has(name) && !isMigrationTable(name),
  )
  if (left.length === 0) return []
  const names = left.map(({ name }) => name).join(', ')
  return [
    makeNotice(
      'ONLY_IN_TARGET',
      names,
      `${left.length === 1 ? 'is' : 'are'} left as ${left.length === 1 ? 'it is' : 'they are'}: the file has no such table`,
    ),
  ]
}
