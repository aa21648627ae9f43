// Plans the views: one is created only if every word of it is understood and means the same for the types that
// were chosen; every other one is listed with its text and the reason. A view may read views that come later
// in the file, so they are planned as they are asked for. https://www.sqlite.org/lang_createview.html

import type { PlannedTable, PlannedView, ViewQuery } from '../../model/plan.ts'
import type { SourceView } from '../../model/source.ts'
import { sameName } from '../../sql/ascii-case.ts'
import { parseCreateView } from '../../sql/parse/create-view.ts'
import { postgresName } from '../../sql/quote.ts'
import type { QueryColumn, Relation } from '../../sql/resolve/select-scope.ts'
import { type PostgresSql, trustPostgres } from '../../sql/text.ts'
import { translateSelect } from '../../sql/translate/select.ts'
import { Refusal, translateOr } from '../../sql/translate/translation.ts'
import type { DraftTable, PlanContext } from '../draft.ts'
import { fitColumnName, fitName, inStyle, Namespace } from '../names/names.ts'
import { tellRenamed } from '../names/object-names.ts'
import { note } from '../notices.ts'
import { leftOut, leftOutMessage } from './left-out-views.ts'
import { viewColumns } from './view-columns.ts'
import { tableRelation } from './view-relations.ts'
import { createViewSql } from './view-statements.ts'

export interface ViewTable {
  readonly draft: DraftTable
  readonly planned: Pick<PlannedTable, 'primaryKey' | 'uniques' | 'columns'>
}

/** Stands for the schema in a query until the query is cut there. */
const HERE = 'sqlite2pg_here'

/** Names of the views in PostgreSQL, by their names in the file; taken before indexes take theirs. */
export function reserveViewNames(context: PlanContext): ReadonlyMap<string, string> {
  const { source, options } = context.input
  return new Map(
    source.views.map(({ name }) => {
      const styled = inStyle(name, options.names)
      return [name, context.relations.takeFree(fitName(styled === '' ? 'unnamed' : styled))]
    }),
  )
}

/** In an order in which each stands behind the views that it reads. */
export function planViews(
  tables: readonly ViewTable[],
  names: ReadonlyMap<string, string>,
  context: PlanContext,
): readonly PlannedView[] {
  const planner = new ViewPlanner(tables, names, context)
  for (const view of context.input.source.views) planner.plan(view)
  return planner.planned
}

/** What was decided of one view, with what other views read of it. */
interface Decided {
  readonly view: PlannedView
  readonly columns: readonly QueryColumn[]
}

class ViewPlanner {
  readonly #tables: readonly ViewTable[]
  readonly #names: ReadonlyMap<string, string>
  readonly #context: PlanContext
  /** Null while a view is being planned: one that asks for it again reads itself. */
  readonly #decided = new Map<string, Decided | null>()
  readonly planned: PlannedView[] = []

  constructor(tables: readonly ViewTable[], names: ReadonlyMap<string, string>, context: PlanContext) {
    this.#tables = tables
    this.#names = names
    this.#context = context
  }

  plan(source: SourceView): Decided {
    const known = this.#decided.get(source.name)
    if (known !== undefined && known !== null) return known
    if (known === null) throw new Refusal(`reads the view ${source.name}, which reads itself`)
    this.#decided.set(source.name, null)
    const decided = translateOr(
      () => this.#translate(source),
      (because, hint) => this.#leaveOut(source, because, hint),
    )
    this.#decided.set(source.name, decided)
    this.planned.push(decided.view)
    return decided
  }

  #translate(source: SourceView): Decided {
    if (source.columns === null) throw new Refusal(`SQLite itself cannot read it: ${source.fault}`)
    const parsed = parseCreateView(source.sql)
    if (parsed.kind === 'unparsed') throw new Refusal(parsed.because)
    if (source.sql.includes(HERE)) throw new Refusal(`the name ${HERE}`)
    const reads: Reads = { tables: new Set(), views: new Set() }
    const { serverVersion, source: file } = this.#context.input
    const translated = translateSelect(parsed.query, {
      relation: name => this.#relation(name, reads),
      postgresVersion: Math.floor(serverVersion / 10_000),
      ordersTextByCodePoint: file.encoding === 'UTF-8',
    })
    if (!translated.ok) throw new Refusal(translated.because, translated.hint)
    if (translated.columns.length !== source.columns.length)
      throw new Refusal(
        `${translated.columns.length} columns were read where SQLite has ${source.columns.length}`,
      )
    const columns = this.#nameColumns(source, source.columns, translated.columns)
    this.#tellName(source)
    return { view: this.#viewOf(source, translated.sql, columns, reads), columns }
  }

  #nameColumns(
    view: SourceView,
    names: readonly string[],
    columns: readonly QueryColumn[],
  ): readonly QueryColumn[] {
    const taken = new Namespace()
    const style = this.#context.input.options.names
    return columns.map((column, i) => {
      const name = names[i] ?? ''
      const styled = inStyle(name, style)
      const target = taken.takeFree(fitColumnName(styled, i + 1))
      if (target !== styled)
        note(
          this.#context,
          'NAME_CHANGED',
          `${view.name}.${name}`,
          `becomes ${target}: PostgreSQL does not take its name as it is`,
        )
      return { ...column, name, target }
    })
  }

  #tellName({ name: source }: SourceView): void {
    const given = inStyle(source, this.#context.input.options.names)
    tellRenamed('view', { source, given, name: this.#names.get(source) ?? given }, this.#context)
  }

  #viewOf(source: SourceView, sql: PostgresSql, columns: readonly QueryColumn[], reads: Reads): PlannedView {
    const target = this.#targetOf(source)
    const query: ViewQuery = {
      parts: sql.split(`${postgresName(HERE)}.`).map(trustPostgres),
      columns: viewColumns(columns, this.#tables),
      tables: [...reads.tables],
      views: [...reads.views],
    }
    const because = 'every part of it means the same in PostgreSQL'
    const create = createViewSql({ target, query }, this.#context.input.options.schema)
    return {
      ...{ name: source.name, target, because, query },
      state: 'created',
      sql: create,
      original: source.sql,
    }
  }

  #leaveOut(source: SourceView, because: string, hint?: string): Decided {
    note(this.#context, 'VIEW_LEFT_OUT', source.name, leftOutMessage(because, source.sql), hint)
    const view = leftOut({ name: source.name, target: this.#targetOf(source), original: source.sql }, because)
    return { view, columns: [] }
  }

  #targetOf({ name }: SourceView): string {
    return this.#names.get(name) ?? name
  }

  /** What a name in FROM is; what is read is noted. */
  #relation(name: string, reads: Reads): Relation {
    const table = this.#tables.find(({ draft }) => sameName(draft.source.name, name))
    if (table !== undefined) {
      reads.tables.add(table.draft.target)
      return tableRelation(table, postgresName(HERE, table.draft.target))
    }
    const { views, others } = this.#context.input.source
    const view = views.find(found => sameName(found.name, name))
    if (view !== undefined) return this.#viewRelation(view, reads)
    const other = others.find(found => sameName(found.name, name))
    throw new Refusal(
      other === undefined
        ? `it reads ${name}, which is not moved`
        : `it reads ${name}, a ${other.kind} table`,
    )
  }

  #viewRelation(source: SourceView, reads: Reads): Relation {
    const { view, columns } = this.plan(source)
    if (view.query === null) throw new Refusal(`it reads the view ${source.name}, which is left out`)
    for (const table of view.query.tables) reads.tables.add(table)
    reads.views.add(view.target)
    return { sql: postgresName(HERE, view.target), columns, keys: [], primaryKey: null, rowid: null }
  }
}

interface Reads {
  readonly tables: Set<string>
  readonly views: Set<string>
}
