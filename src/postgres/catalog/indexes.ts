// Indexes of every table of a schema. Items are cut out of pg_get_indexdef()'s whole text, because asked for a
// single item it leaves COLLATE, operator class and DESC out.
// https://www.postgresql.org/docs/current/catalog-pg-index.html
import type { TargetIndex } from '../../model/target.ts'
import { postgres } from '../../sql/text.ts'
import type { CatalogConnection } from './catalog.ts'
import { groupByTable, type RowOfTable } from './grouping.ts'

type IndexRow = Omit<TargetIndex, 'items'> & RowOfTable

const INDEXES = postgres`
  SELECT c.relname::text AS "table", ic.relname::text AS name, i.indisunique AS "unique",
    i.indisprimary AS "primary", i.indisvalid AND i.indisready AS valid, am.amname::text AS method,
    ARRAY(
      SELECT a.attname::text FROM unnest(i.indkey) WITH ORDINALITY AS k(attnum, place)
      LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum AND k.attnum <> 0
      WHERE k.place <= i.indnkeyatts ORDER BY k.place) AS columns,
    pg_catalog.pg_get_expr(i.indpred, i.indrelid) AS "where",
    pg_catalog.pg_get_indexdef(i.indexrelid) AS definition
  FROM pg_catalog.pg_index i
  JOIN pg_catalog.pg_class ic ON ic.oid = i.indexrelid
  JOIN pg_catalog.pg_am am ON am.oid = ic.relam
  JOIN pg_catalog.pg_class c ON c.oid = i.indrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = $1
  ORDER BY c.oid, ic.relname COLLATE "C"`

export async function readIndexes(
  connection: CatalogConnection,
  schemaName: string,
): Promise<ReadonlyMap<string, readonly TargetIndex[]>> {
  const rows = await connection.rows<IndexRow>(INDEXES, [schemaName])
  return groupByTable(rows, ({ table: _, ...row }) => ({
    ...row,
    items: itemsOf(row.definition),
  }))
}

const PIECE = /"(?:[^"]|"")*"|'(?:[^']|'')*'|[^"']/g

/** The key items of a CREATE INDEX text: what stands between its first parentheses, cut at the commas. */
export function itemsOf(definition: string): readonly string[] {
  const items: string[] = []
  let depth = 0
  let item = ''
  for (const [piece] of definition.matchAll(PIECE)) {
    if (depth > 0 && (piece === ')' || piece === ']')) depth -= 1
    if (piece === ')' && depth === 0) return [...items, item.trim()]
    if (depth === 1 && piece === ',') {
      items.push(item.trim())
      item = ''
    } else if (depth > 0) item += piece
    if (piece === '(' || (depth > 0 && piece === '[')) depth += 1
  }
  return items
}
