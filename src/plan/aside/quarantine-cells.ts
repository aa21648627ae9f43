// What the quarantine table holds of a row, as SQLite expressions that yield JSON: its name, and each value with
// its storage class. Integers and reals keep every digit, bytes that are no text are written in hexadecimal.
// https://www.sqlite.org/datatype3.html
import { jsonOf } from '../../codec/raw-text.ts'
import type { ValueCell } from '../../model/plan.ts'
import type { SourceTable } from '../../model/source.ts'
import { sqliteString } from '../../sql/quote.ts'
import { type SqliteSql, sqlite } from '../../sql/text.ts'
import type { DraftColumn } from '../draft.ts'
import { columnOf, joinTexts } from '../rows/row-keys.ts'

/** `{"id":17}`: the primary key, and the rowid where the key is not one; `{}` where a row has no name. */
export function keyCell(table: SourceTable): SqliteSql {
  const columns = table.primaryKey?.columns ?? []
  const rowid = table.rowidAlias === null ? table.rowidName : null
  const parts = [...columns, ...(rowid === null ? [] : [rowid])].map(name => {
    return sqlite`${sqliteString(`${jsonOf(name)}:`)} || ${plainJson(columnOf(table, name))}`
  })
  return object(parts)
}

/** `{"id":{"class":"integer","value":"17"}, …}` in the order of the columns. */
export function valuesCell(each: readonly ValueCell[]): SqliteSql {
  return object(each.map(({ label, json }) => sqlite`${sqliteString(label)} || ${json}`))
}

/** The values one by one, for a row too wide for one expression; those of masked columns as they are masked. */
export function valueCells(table: SourceTable, masked: readonly DraftColumn[] = []): readonly ValueCell[] {
  return table.columns.map(column => {
    const { name } = column
    const value = masked.find(({ source }) => source === column)?.value ?? columnOf(table, name)
    return { label: `${jsonOf(name)}:`, value, json: classedJson(value) }
  })
}

function object(parts: readonly SqliteSql[]): SqliteSql {
  return parts.length === 0 ? sqlite`'{}'` : sqlite`('{' || ${joinTexts(parts, ',')} || '}')`
}

function plainJson(value: SqliteSql): SqliteSql {
  return sqlite`CASE typeof(${value})
    WHEN 'null' THEN 'null'
    WHEN 'integer' THEN CAST(${value} AS TEXT)
    WHEN 'real' THEN '"' || sqlite2pg_real_text(${value}, NULL) || '"'
    ELSE coalesce(${jsonOfText(value)}, '{"hex":"' || ${hexOf(value)} || '"}') END`
}

function classedJson(value: SqliteSql): SqliteSql {
  return sqlite`CASE typeof(${value})
    WHEN 'null' THEN '{"class":"null","value":null}'
    WHEN 'integer' THEN '{"class":"integer","value":"' || ${value} || '"}'
    WHEN 'real' THEN '{"class":"real","value":"' || sqlite2pg_real_text(${value}, NULL) || '"}'
    WHEN 'blob' THEN '{"class":"blob","hex":"' || ${hexOf(value)} || '"}'
    ELSE coalesce('{"class":"text","value":' || ${jsonOfText(value)} || '}', '{"class":"text","hex":"' || ${hexOf(value)} || '"}') END`
}

/** NULL for what is no text that PostgreSQL can hold. */
function jsonOfText(value: SqliteSql): SqliteSql {
  return sqlite`CASE typeof(${value}) WHEN 'text' THEN sqlite2pg_text_json(CAST(${value} AS BLOB), hex('A')) END`
}

/** The bytes as the file holds them, in its encoding. */
function hexOf(value: SqliteSql): SqliteSql {
  return sqlite`lower(hex(CAST(${value} AS BLOB)))`
}
