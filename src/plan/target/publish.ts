// The statements of the publishing transaction: what is replaced moves to a schema of its own, what was
// proven moves into the live schema, and owners and grants travel from the old tables to the new.
import type { Plan, PlannedView, Statement } from '../../model/plan.ts'
import { postgresName } from '../../sql/quote.ts'
import { type PostgresSql, postgres } from '../../sql/text.ts'

export interface Publishing {
  readonly plan: Plan
  readonly privateSchema: string
  /** The table in it that says what is done; null where there is none. */
  readonly progress: string | null
  /** Where replaced tables go, or null if nothing is replaced. */
  readonly replacedSchema: string | null
  readonly createLiveSchema: boolean
  /** Live tables that give way, by their names. */
  readonly replacedTables: readonly string[]
  /** Live views that give way, by their names. */
  readonly replacedViews: readonly string[]
  /** Trigger functions of replaced tables whose names are needed. */
  readonly replacedFunctions: readonly string[]
  /** Statements that give what replaces a table or view of another role to that role. */
  readonly owners: readonly PostgresSql[]
  /** GRANT statements read from the replaced tables. */
  readonly grants: readonly PostgresSql[]
  /** COMMENT statements read from the replaced tables. */
  readonly comments: readonly PostgresSql[]
}

/** In order; to be executed in one transaction. */
export function publishStatements(publishing: Publishing): readonly Statement[] {
  const { plan, privateSchema, replacedSchema } = publishing
  const live = plan.schema
  const move = (
    kind: PostgresSql,
    from: string,
    name: string,
    to: string,
    suffix = postgres``,
  ): PostgresSql =>
    postgres`ALTER ${kind} ${postgresName(from, name)}${suffix} SET SCHEMA ${postgresName(to)}`
  const call = postgres`()`
  return [
    ...(publishing.createLiveSchema
      ? [publish(live, 'the schema to publish into', postgres`CREATE SCHEMA ${postgresName(live)}`)]
      : []),
    ...(replacedSchema === null
      ? []
      : [
          ...publishing.replacedViews.map(name =>
            publish(name, 'goes with the tables it reads', move(postgres`VIEW`, live, name, replacedSchema)),
          ),
          ...publishing.replacedTables.map(name =>
            publish(name, 'kept in a schema of its own', move(postgres`TABLE`, live, name, replacedSchema)),
          ),
          ...publishing.replacedFunctions.map(name =>
            publish(
              name,
              'belongs to a replaced table',
              move(postgres`FUNCTION`, live, name, replacedSchema, call),
            ),
          ),
        ]),
    ...publishedTables(plan).map(target =>
      publish(target, 'proven, so everybody may see it', move(postgres`TABLE`, privateSchema, target, live)),
    ),
    ...createdViews(plan).map(({ target }) =>
      publish(
        target,
        'gives the same rows as in the file',
        move(postgres`VIEW`, privateSchema, target, live),
      ),
    ),
    ...plan.triggers.map(trigger =>
      publish(
        trigger.function,
        `belongs to the trigger ${trigger.name}`,
        move(postgres`FUNCTION`, privateSchema, trigger.function, live, call),
      ),
    ),
    ...publishing.owners.map(sql => publish('owner', 'as of the replaced table', sql)),
    ...publishing.grants.map(sql => publish('privileges', 'as on the replaced table', sql)),
    ...publishing.comments.map(sql => publish('comments', 'as on the replaced table', sql)),
    ...(publishing.progress === null
      ? []
      : [
          publish(
            publishing.progress,
            'all is done',
            postgres`DROP TABLE ${postgresName(privateSchema, publishing.progress)}`,
          ),
        ]),
    publish(privateSchema, 'empty now', postgres`DROP SCHEMA ${postgresName(privateSchema)}`),
  ]
}

function publish(object: string, purpose: string, sql: PostgresSql): Statement {
  return { phase: 'publish', object, purpose, sql }
}

/** Names of the tables a plan publishes: those of the file, then the one for rows that are set aside. */
export function publishedTables({ tables, quarantine }: Plan): readonly string[] {
  return [...tables.map(({ target }) => target), ...(quarantine === null ? [] : [quarantine.target])]
}

/** The views a plan publishes, each behind those it reads. */
export function createdViews({ views }: Plan): readonly PlannedView[] {
  return views.filter(({ state }) => state === 'created')
}

/** Names a plan puts into the live schema, with what each is called there. */
export function publishedNames(plan: Plan): ReadonlyMap<string, string> {
  return new Map([
    ...publishedTables(plan).map(target => [target, 'table'] as const),
    ...createdViews(plan).map(({ target }) => [target, 'view'] as const),
    ...plan.tables.flatMap(table =>
      [table.primaryKey, ...table.uniques].flatMap(key => (key === null ? [] : [[key.name, 'key'] as const])),
    ),
    ...plan.indexes.filter(index => index.state === 'created').map(index => [index.name, 'index'] as const),
    ...plan.tables.flatMap(table =>
      table.columns.flatMap(({ identity }) =>
        identity === null ? [] : [[identity.sequence, 'sequence'] as const],
      ),
    ),
  ])
}
