// Every declared key, check, index, foreign key, default, view and trigger is in PostgreSQL, or a notice names it.
// What was declared is known from the generator's model; nothing is read by the program under test.
import { judgeDefault } from './judge-default.ts'
import type { Structure } from './read-structure.ts'
import {
  type Clause,
  type ColumnModel,
  clausesOf,
  type ObjectModel,
  type SourceModel,
  type TableModel,
} from './source-model.ts'

export interface Told {
  readonly code: string
  readonly object: string
  readonly message: string
}

/** Names in PostgreSQL by names in the file; columns by `table NUL column`. */
export interface NameMap {
  /** True if this may be the name in PostgreSQL of an index, view or trigger, in the style that was asked for. */
  isObject(source: string, target: string): boolean
  table(source: string): string
  column(table: string, source: string): string
}

interface Case {
  readonly structure: Structure
  readonly told: readonly Told[]
  readonly names: NameMap
  /** What the user asked for, by `table.column`: a default may then be read otherwise too. */
  readonly casts: Readonly<Record<string, string>>
}

/** What was lost without a word. */
export function lossesOf(
  source: SourceModel,
  structure: Structure,
  told: readonly Told[],
  names: NameMap,
  casts: Readonly<Record<string, string>> = {},
): readonly string[] {
  const found = { structure, told, names, casts }
  return [
    ...source.tables.flatMap(table => [
      ...clausesOf(table).flatMap(clause => lostKey(table, clause, found)),
      ...lostChecks(table, found),
      ...table.columns.flatMap(column => lostOfColumn(table, column, found)),
    ]),
    ...source.objects.flatMap(object => lostObject(object, found)),
  ]
}

/** True if a notice whose code matches speaks of all these words. */
function isTold({ told }: Case, code: RegExp, ...words: readonly string[]): boolean {
  return told.some(
    notice =>
      code.test(notice.code) && words.every(word => `${notice.object}\n${notice.message}`.includes(word)),
  )
}

const sameList = (a: readonly (string | null)[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((name, i) => name === b[i])
const sameSet = (a: readonly (string | null)[], b: readonly string[]): boolean =>
  a.length === b.length && b.every(name => a.includes(name))

function lostKey(table: TableModel, clause: Clause, found: Case): readonly string[] {
  const { structure, names } = found
  const target = names.table(table.name)
  const columns = (clause.columns ?? []).map(column => names.column(table.name, column))
  const constraints = structure.constraints.filter(constraint => constraint.table === target)
  const isUnique = (): boolean =>
    constraints.some(({ type, columns: own }) => (type === 'u' || type === 'p') && sameSet(own, columns)) ||
    structure.indexes.some(
      index =>
        index.table === target &&
        index.unique &&
        !index.partial &&
        index.items === columns.length &&
        columns.every(
          name => index.columns.includes(name) || index.definition.includes(name.replaceAll('"', '""')),
        ),
    ) ||
    isTold(found, /KEY|UNIQUE|COLLATION|NOCASE/, table.name) ||
    isTold(found, /KEY_|UNIQUE/, ...(clause.columns ?? []))
  switch (clause.kind) {
    case 'primary key':
      if (constraints.some(({ type, columns: own }) => type === 'p' && sameList(own, columns))) return []
      return [[table.name], clause.columns ?? []].some(words =>
        isTold(found, /PRIMARY_KEY|KEY_|COLLATION/, ...words),
      ) && isUnique()
        ? []
        : [`primary key lost: ${clause.sql} of ${table.name}`]
    case 'unique':
      return isUnique() ? [] : [`unique lost: ${clause.sql} of ${table.name}`]
    case 'foreign key':
      return hasForeignKey(table, clause, found) ? [] : [`foreign key lost: ${clause.sql} of ${table.name}`]
    default:
      return []
  }
}

function hasForeignKey(table: TableModel, { columns = [], reference }: Clause, found: Case): boolean {
  const { structure, names } = found
  const target = names.table(table.name)
  const own = columns.map(column => names.column(table.name, column))
  const wanted =
    (reference?.actions ?? '').match(/ON (?:DELETE|UPDATE) (?:CASCADE|SET NULL|SET DEFAULT|RESTRICT)/g) ?? []
  const exists = structure.constraints.some(
    constraint =>
      constraint.type === 'f' &&
      constraint.table === target &&
      sameList(constraint.columns, own) &&
      wanted.every(action => constraint.definition.includes(action)),
  )
  return (
    exists ||
    isTold(found, /FOREIGN_KEY/, table.name, ...columns) ||
    isTold(found, /FOREIGN_KEY/, target, ...own)
  )
}

function lostChecks(table: TableModel, found: Case): readonly string[] {
  const declared = clausesOf(table).filter(({ kind }) => kind === 'check')
  const target = found.names.table(table.name)
  const carried = found.structure.constraints.filter(
    constraint => constraint.table === target && constraint.type === 'c',
  )
  const told = found.told.filter(
    ({ code, object }) => /CHECK_(?!NOT_VALID)/.test(code) && object.startsWith(table.name),
  )
  return carried.length + told.length >= declared.length
    ? []
    : [`check lost: ${declared.map(({ sql }) => sql).join('; ')} of ${table.name}`]
}

/** Numbers and bytes compare the same under any collation. */
const TEXT_TYPES: ReadonlySet<string> = new Set(['text', 'character varying', 'citext'])

function lostOfColumn(table: TableModel, column: ColumnModel, found: Case): readonly string[] {
  const { structure, names } = found
  const [target, name] = [names.table(table.name), names.column(table.name, column.name)]
  const copy = structure.columns.find(other => other.table === target && other.name === name)
  if (copy === undefined) return [`column lost: ${table.name}.${column.name}`]
  const path = `${table.name}.${column.name}`
  return column.clauses.flatMap((clause): readonly string[] => {
    const lost = [`${clause.kind} lost: ${clause.sql} of ${path}`]
    switch (clause.kind) {
      case 'not null':
        return copy.notNull || isTold(found, /NOT_NULL/, path) ? [] : lost
      case 'generated':
        return copy.generated || isTold(found, /GENERATED/, path) ? [] : lost
      case 'collate':
        return /BINARY/i.test(clause.sql) || !TEXT_TYPES.has(copy.type) || isTold(found, /COLLATION/, path)
          ? []
          : lost
      case 'default':
        return judgeDefault(
          table,
          column,
          clause,
          copy,
          found.casts[path] !== undefined || isTold(found, /DEFAULT/, path),
        )
      default:
        return []
    }
  })
}

function lostObject(object: ObjectModel, found: Case): readonly string[] {
  const { structure } = found
  const lost = [`${object.kind} lost: ${object.sql}`]
  switch (object.kind) {
    case 'statement':
      return []
    case 'view':
      return structure.relations.some(
        ({ name, kind }) => kind === 'v' && found.names.isObject(object.name, name),
      ) || isTold(found, /VIEW|NAME/, object.name)
        ? []
        : lost
    case 'trigger':
      return structure.triggers.some(({ name }) => found.names.isObject(object.name, name)) ||
        isTold(found, /TRIGGER/, object.name)
        ? []
        : lost
    case 'virtual table':
      return isTold(found, /VIRTUAL/, object.name) ? [] : lost
    case 'index':
      return judgeIndex(object, found, lost)
  }
}

function judgeIndex(object: ObjectModel, found: Case, lost: readonly string[]): readonly string[] {
  if (isTold(found, /INDEX/, object.name)) return []
  const told = found.told.filter(
    ({ code, object: name, message }) =>
      code.startsWith('NAME') && `${name} ${message}`.includes(object.name),
  )
  const indexes = found.structure.indexes.filter(
    ({ table, name }) =>
      table === found.names.table(object.table ?? '') &&
      (found.names.isObject(object.name, name) || told.some(({ message }) => message.includes(name))),
  )
  if (indexes.length === 0) return lost
  const isAlike = ({ unique, partial }: Structure['indexes'][number]): boolean =>
    unique === object.sql.startsWith('CREATE UNIQUE') && partial === / WHERE /.test(object.sql)
  if (indexes.some(isAlike)) return []
  return [`index changed: ${object.sql} is ${indexes.map(({ definition }) => definition).join(', ')}`]
}
