// A random database from a seed: tables, what ties them together, and what stands beside them.
import { Names } from './hostile-names.ts'
import { makeCasts } from './make-casts.ts'
import type { Workshop } from './make-clauses.ts'
import { makeCondition, makeIndexExpression, makeTrigger, makeViewBody, spell } from './make-expressions.ts'
import { type DraftTable, makeTable } from './make-table.ts'
import { Random } from './random.ts'
import {
  type Clause,
  type ObjectModel,
  quoteName,
  type SourceModel,
  type TableModel,
} from './source-model.ts'

export interface MadeSource {
  readonly source: SourceModel
  readonly features: ReadonlySet<string>
  /** What the user asks for of some columns. */
  readonly casts: Readonly<Record<string, string>>
}

export function makeSource(seed: number): MadeSource {
  const random = new Random(seed)
  const workshop: Workshop = { random, hostility: random.pick([0, 0, 0.1, 0.3, 0.8]), features: new Set() }
  const relations = new Names(random, workshop.hostility)
  const count = random.weighted([
    [3, 1],
    [3, 2],
    [2, 3],
    [1, random.between(4, 6)],
  ])
  const drafts = Array.from({ length: count }, () => makeTable(relations.take(), workshop))
  const tables = drafts.map(table => withForeignKeys(table, drafts, workshop))
  const objects = [
    ...drafts.flatMap(table => makeIndexes(table, relations, workshop)),
    ...fitForeignKeys(tables, workshop),
    ...makeOthers(drafts, relations, workshop),
  ]
  const { features } = workshop
  if (workshop.hostility > 0) features.add('hostile names')
  if (count > 1) features.add('several tables')
  return {
    source: { pragmas: makePragmas(workshop), tables: tables.map(plainTable), objects },
    features,
    casts: makeCasts(tables, random),
  }
}

function plainTable({ name, columns, clauses, options, rows }: TableModel): TableModel {
  return { name, columns, clauses, options, rows }
}

function makePragmas({ random, features }: Workshop): readonly string[] {
  const pragmas: string[] = []
  const add = (probability: number, feature: string, pragma: string): void => {
    if (!random.chance(probability)) return
    pragmas.push(`PRAGMA ${pragma}`)
    features.add(feature)
  }
  add(0.06, 'UTF-16', `encoding = '${random.pick(['UTF-16le', 'UTF-16be'])}'`)
  add(0.1, 'page size', `page_size = ${random.pick([512, 1024, 8192, 65536])}`)
  add(0.05, 'auto_vacuum', 'auto_vacuum = 2')
  add(0.04, 'WAL', 'journal_mode = WAL')
  add(0.05, 'user_version', `user_version = ${random.between(1, 99)}`)
  add(0.03, 'application_id', `application_id = ${random.between(1, 99)}`)
  add(0.3, 'checks ignored', 'ignore_check_constraints = ON')
  return pragmas
}

const ACTIONS = [
  '',
  '',
  ' ON DELETE CASCADE',
  ' ON DELETE SET NULL',
  ' ON UPDATE CASCADE',
  ' ON DELETE RESTRICT ON UPDATE SET DEFAULT',
  ' ON DELETE NO ACTION',
] as const
const TIMINGS = ['', '', '', ' DEFERRABLE INITIALLY DEFERRED', ' NOT DEFERRABLE', ' DEFERRABLE'] as const

function withForeignKeys(
  table: DraftTable,
  tables: readonly DraftTable[],
  { random, features }: Workshop,
): DraftTable {
  const count = random.weighted([
    [5, 0],
    [4, 1],
    [1, 2],
  ])
  const added: Clause[] = []
  for (let i = 0; i < count; i++) {
    const parent = random.pick(tables)
    const key = random.chance(0.8)
      ? keyOf(parent, random)
      : random.sample(parent.named, random.pick([1, 1, 2])).map(({ name }) => name)
    if (key.length === 0 || key.length > table.columns.length) continue
    const stored = table.named.filter(
      (_, at) => !table.columns[at]?.clauses.some(({ kind }) => kind === 'generated'),
    )
    const columns = random.sample(stored, key.length).map(({ name }) => name)
    if (columns.length < key.length) continue
    const isImplicit = random.chance(0.2)
    const parentName = random.chance(0.04)
      ? 'no_such_table'
      : random.chance(0.1)
        ? parent.name.toUpperCase()
        : parent.name
    const parentColumns = isImplicit ? [] : random.chance(0.03) ? columns.map(() => 'no_such_column') : key
    const named = (names: readonly string[]): string => names.map(name => spell(random, name)).join(', ')
    const target = `${quoteName(parentName)}${parentColumns.length === 0 ? '' : ` (${named(parentColumns)})`}`
    const actions = random.pick(ACTIONS)
    const sql = `FOREIGN KEY (${named(columns)}) REFERENCES ${target}${actions}${random.pick(TIMINGS)}`
    added.push({
      kind: 'foreign key',
      sql,
      columns,
      reference: { parent: parentName, parentColumns, actions },
    })
    features.add('foreign key')
    if (parent === table) features.add('self-referencing foreign key')
    if (key.length > 1) features.add('composite foreign key')
    if (isImplicit) features.add('implicit foreign key')
    if (tables.indexOf(parent) > tables.indexOf(table)) features.add('foreign key to a later table')
  }
  return { ...table, clauses: [...table.clauses, ...added] }
}

function keyOf(table: DraftTable, random: Random): readonly string[] {
  const keys = [
    ...table.columns
      .filter(({ clauses }) => clauses.some(({ kind }) => kind === 'primary key' || kind === 'unique'))
      .map(({ name }) => [name]),
    ...table.clauses
      .filter(({ kind }) => kind === 'primary key' || kind === 'unique')
      .map(({ columns }) => columns ?? []),
  ]
  return keys.length === 0 ? [] : random.pick(keys)
}

/** Most children get a parent that is there; the others stay orphans. */
function fitForeignKeys(
  tables: readonly DraftTable[],
  { random, features }: Workshop,
): readonly ObjectModel[] {
  return tables.flatMap(table =>
    table.clauses.flatMap(({ kind, columns, reference }): ObjectModel[] => {
      if (kind !== 'foreign key' || columns === undefined || reference === undefined) return []
      if (random.chance(0.15)) features.add('foreign keys left to chance')
      else if (
        reference.parentColumns.length > 0 &&
        ![reference.parent, ...reference.parentColumns].some(name => name.startsWith('no_such'))
      ) {
        return columns.map((column, i) => {
          const from = `SELECT ${quoteName(reference.parentColumns[i] ?? '')} FROM ${quoteName(reference.parent)}`
          const keep = random.chance(0.3) ? ` WHERE ${quoteName(column)} IS NULL` : ''
          const offset =
            `OFFSET abs(random_row) % max(1, (SELECT count(*) FROM ${quoteName(reference.parent)}))`.replace(
              'random_row',
              String(random.below(9)),
            )
          const sql = `UPDATE OR IGNORE ${quoteName(table.name)} SET ${quoteName(column)} = (${from} LIMIT 1 ${offset})${keep}`
          return { kind: 'statement', name: '', sql, phase: 'after rows' }
        })
      }
      return []
    }),
  )
}

function makeIndexes(
  table: DraftTable,
  relations: Names,
  { random, features }: Workshop,
): readonly ObjectModel[] {
  const count = random.weighted([
    [5, 0],
    [4, 1],
    [2, 2],
    [0.5, 4],
  ])
  return Array.from({ length: count }, (): ObjectModel => {
    const unique = random.chance(0.25)
    const items = random.sample(table.named, random.pick([1, 1, 1, 2, 3])).map(column => {
      const isExpression = random.chance(0.2)
      if (isExpression) features.add('expression index')
      const item = isExpression
        ? makeIndexExpression(random, column, random.pick(table.named))
        : spell(random, column.name)
      const collation = random.chance(0.1)
        ? ` COLLATE ${random.pick(['NOCASE', 'NOCASE', 'RTRIM', 'BINARY'])}`
        : ''
      const order = random.chance(0.15) ? ' DESC' : ''
      if (order !== '') features.add('DESC index')
      if (collation.includes('NOCASE')) features.add('NOCASE index')
      return `${item}${collation}${order}`
    })
    const where = random.chance(0.2)
      ? ` WHERE ${makeCondition(random, random.pick(table.named), random.pick(table.named))}`
      : ''
    if (where !== '') features.add('partial index')
    features.add(unique ? 'unique index' : 'index')
    const name = relations.take('idx_1')
    const sql = `CREATE ${unique ? 'UNIQUE ' : ''}INDEX ${quoteName(name)} ON ${quoteName(table.name)} (${items.join(', ')})${where}`
    return { kind: 'index', name, table: table.name, sql, phase: 'before rows' }
  })
}

function makeOthers(
  tables: readonly DraftTable[],
  relations: Names,
  { random, features }: Workshop,
): readonly ObjectModel[] {
  const objects: ObjectModel[] = []
  const add = (object: Omit<ObjectModel, 'phase'>): void => {
    objects.push({ ...object, phase: 'after rows' })
    if (object.kind !== 'statement') features.add(object.kind)
  }
  const table = random.pick(tables)
  if (random.chance(0.15)) {
    add({
      kind: 'statement',
      name: '',
      sql: `DELETE FROM ${quoteName(table.name)} WHERE rowid > ${random.below(5)}`,
    })
    features.add('deleted rows')
  }
  if (random.chance(0.25)) {
    const name = relations.take('a_view')
    const body = makeViewBody(random, table.name, table.named, random.pick(tables).name)
    add({ kind: 'view', name, sql: `CREATE VIEW ${quoteName(name)} AS ${body}` })
  }
  if (random.chance(0.15)) {
    const name = relations.take('a_trigger')
    const key = table.columns[0]?.name ?? ''
    add({ kind: 'trigger', name, sql: makeTrigger(random, name, table.name, key, table.named) })
  }
  if (random.chance(0.05)) {
    const name = relations.take('search')
    const module = random.pick(['fts5(title, body)', 'fts4(body)', 'rtree(id, lo, hi)'])
    add({ kind: 'virtual table', name, sql: `CREATE VIRTUAL TABLE ${quoteName(name)} USING ${module}` })
  }
  return objects
}
