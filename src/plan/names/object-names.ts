// The names of keys, indexes, checks and foreign keys. Those of the file and of the configuration are kept where
// they can be; those made here keep off all of them. A key is named twice: as a constraint of its table and as
// an index of the schema. https://www.postgresql.org/docs/current/sql-createtable.html
import type { DraftTable, PlanContext } from '../draft.ts'
import { note } from '../notices.ts'
import { fitName, inStyle, type Namespace, takeInAll } from './names.ts'

export type NamedKind = 'key' | 'index' | 'check' | 'foreign key'

/** Where a name may come from, the first that is there counts. */
export interface NameWish {
  /** As the configuration has it. */
  readonly wished?: string | undefined
  /** As the file has it; the style of names applies. */
  readonly declared?: string | null
  readonly made: string
}

export function nameObject(kind: NamedKind, wish: NameWish, table: DraftTable, context: PlanContext): string {
  const spaces = spacesOf(kind, table, context)
  const styled = styledName(wish.declared, context)
  const given = wish.wished ?? styled
  const name = given ? takeInAll(spaces, given, 'given') : takeInAll(spaces, wish.made, 'made')
  const source = wish.wished ?? wish.declared
  if (source != null) tellRenamed(kind, { source, given: given ?? '', name }, context)
  return name
}

export interface Renaming {
  /** In the file, or in the configuration. */
  readonly source: string
  /** The same in the style that was asked for. */
  readonly given: string
  /** In PostgreSQL. */
  readonly name: string
}

/** Tells every name that is another one than the file and the style would have it. */
export function tellRenamed(
  kind: NamedKind | 'view' | 'trigger',
  { source, given, name }: Renaming,
  context: PlanContext,
): void {
  if (name === given) return
  const [object, becomes] = [source === '' ? `the ${kind} ""` : source, `the ${kind} becomes ${name}`]
  if (given === '') note(context, 'NAME_CHANGED', object, `${becomes}: PostgreSQL has no empty names`)
  else if (name === fitName(given))
    note(context, 'NAME_CHANGED', object, `${becomes}: PostgreSQL's names have up to 63 bytes`)
  else
    note(
      context,
      'NAME_TAKEN',
      object,
      `the ${kind} is called ${name}, since ${given} is taken`,
      SHARED[kind],
    )
}

/** With what such a name must not collide, where it is not all tables and indexes of the schema. */
const SHARED: Readonly<Partial<Record<NamedKind | 'view' | 'trigger', string>>> = {
  check: 'The constraints of one table, its keys included, must differ in name in PostgreSQL.',
  'foreign key': 'The constraints of one table, its keys included, must differ in name in PostgreSQL.',
  trigger: 'The trigger has a function of the same name, and the functions of a schema share one namespace.',
}

function spacesOf(kind: NamedKind, table: DraftTable, context: PlanContext): readonly Namespace[] {
  const constraints = context.constraintsOf(table.target)
  switch (kind) {
    case 'key':
      return [context.relations, constraints]
    case 'index':
      return [context.relations]
    case 'check':
    case 'foreign key':
      return [constraints]
  }
}

function styledName(name: string | null | undefined, context: PlanContext): string | undefined {
  return name ? inStyle(name, context.input.options.names) : undefined
}

/** Before the first name is made: every name that the file or the configuration gives to such an object. */
export function reserveGivenNames(tables: readonly DraftTable[], context: PlanContext): void {
  const styled = (names: readonly (string | null)[]) => names.flatMap(name => styledName(name, context) ?? [])
  for (const table of tables) {
    const { primaryKey, uniques, indexes, checks, foreignKeys } = table.source
    const keys = styled([primaryKey, ...uniques].flatMap(key => (key === null ? [] : [key.name])))
    const ofRelations = [...keys, ...styled(indexes.map(({ name }) => name)), ...wished(table.wishes.indexes)]
    const ofTable = [...keys, ...styled([...checks, ...foreignKeys].map(({ name }) => name))]
    for (const name of [...ofRelations, ...wished(table.wishes.unique)]) context.relations.reserve(name)
    for (const name of [...ofTable, ...wishedConstraints(table)])
      context.constraintsOf(table.target).reserve(name)
  }
  for (const name of styled(context.input.source.views.map(view => view.name)))
    context.relations.reserve(name)
}

/** From PostgreSQL 18 on every NOT NULL is a constraint with a name that the server makes. */
export function reserveNotNullNames(table: DraftTable, context: PlanContext): void {
  if (context.input.serverVersion < 180_000) return
  const constraints = context.constraintsOf(table.target)
  for (const { target } of table.columns) constraints.take(`${table.target}_${target}_not_null`)
}

function wishedConstraints({ wishes: { unique, checks, foreignKeys } }: DraftTable): readonly string[] {
  return [...wished(unique), ...wished(checks), ...wished(foreignKeys)]
}

function wished(wishes: readonly { readonly name?: string }[] = []): readonly string[] {
  return wishes.flatMap(({ name }) => name ?? [])
}
