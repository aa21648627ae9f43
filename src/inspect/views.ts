// The columns of each view, as SQLite names them. SQLite only compiles the query for it; a view that it cannot
// compile (a dropped table, a function of the application) costs only itself.
// https://www.sqlite.org/pragma.html#pragma_table_xinfo
import { asSqlite2pgError } from '../model/errors.ts'
import type { SourceView } from '../model/source.ts'
import { sqlite } from '../sql/text.ts'
import type { SourceReader } from '../sqlite/reader.ts'
import type { ListedView } from './schema-objects.ts'

const COLUMNS = sqlite`SELECT name FROM pragma_table_xinfo(?, 'main') ORDER BY cid`

export function readViews(reader: SourceReader, views: readonly ListedView[]): readonly SourceView[] {
  return views.map(view => ({ ...view, ...readColumns(reader, view.name) }))
}

function readColumns(reader: SourceReader, name: string): Pick<SourceView, 'columns' | 'fault'> {
  try {
    const columns = reader.values<string>(COLUMNS, [name])
    return columns.length === 0 ? { columns: null, fault: 'SQLite finds no columns' } : { columns, fault: '' }
  } catch (thrown) {
    const error = asSqlite2pgError(thrown)
    if (error.kind === 'interrupted') throw error
    const { cause } = error
    return { columns: null, fault: cause instanceof Error ? cause.message : error.message }
  }
}
