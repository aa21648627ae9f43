// What a schema really holds, asked of pg_catalog: keys, checks, indexes, foreign keys, defaults, views, triggers.
import type pg from 'pg'
import { quoteName } from './source-model.ts'

export interface Structure {
  readonly columns: readonly {
    readonly table: string
    readonly name: string
    readonly type: string
    readonly notNull: boolean
    readonly default: string | null
    /** What the default gives, as text; null for NULL and for what depends on the moment. */
    readonly defaultValue: string | null
    /** Why an insert that counts on the default would fail. */
    readonly defaultFailure: string | null
    readonly identity: boolean
    readonly generated: boolean
    readonly lastValue: string | null
  }[]
  readonly constraints: readonly {
    readonly table: string
    readonly type: 'p' | 'u' | 'f' | 'c'
    readonly columns: readonly string[]
    readonly parent: string | null
    readonly parentColumns: readonly string[]
    readonly definition: string
  }[]
  readonly indexes: readonly {
    readonly table: string
    readonly name: string
    readonly unique: boolean
    readonly partial: boolean
    readonly items: number
    /** Plain columns; an expression is null. */
    readonly columns: readonly (string | null)[]
    readonly definition: string
  }[]
  readonly relations: readonly { readonly name: string; readonly kind: 'r' | 'v' | 'S' | 'i' | 'm' }[]
  readonly triggers: readonly { readonly table: string; readonly name: string }[]
}

const OF_SCHEMA = 'c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = $1)'
const NAMES = (numbers: string, table: string): string =>
  `(SELECT coalesce(array_agg(a.attname::text ORDER BY k.place), '{}') FROM unnest(${numbers}) WITH ORDINALITY AS k(number, place) LEFT JOIN pg_attribute a ON a.attrelid = ${table} AND a.attnum = k.number)`

const COLUMNS = `SELECT c.relname AS table, a.attname AS name, format_type(a.atttypid, NULL) AS type, a.attnotnull AS "notNull",
    CASE WHEN a.attgenerated = '' THEN pg_get_expr(d.adbin, d.adrelid) END AS default,
    a.attidentity <> '' AS identity, a.attgenerated <> '' AS generated,
    CASE WHEN a.attidentity <> '' THEN pg_sequence_last_value(pg_get_serial_sequence(quote_ident($1) || '.' || quote_ident(c.relname), a.attname)::regclass)::text END AS "lastValue"
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
  WHERE ${OF_SCHEMA} AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped`

const CONSTRAINTS = `SELECT c.relname AS table, o.contype AS type, ${NAMES('o.conkey', 'o.conrelid')} AS columns, p.relname AS parent,
    ${NAMES('o.confkey', 'o.confrelid')} AS "parentColumns", pg_get_constraintdef(o.oid) AS definition
  FROM pg_constraint o JOIN pg_class c ON c.oid = o.conrelid LEFT JOIN pg_class p ON p.oid = o.confrelid
  WHERE ${OF_SCHEMA} AND o.contype IN ('p', 'u', 'f', 'c')`

const INDEXES = `SELECT c.relname AS table, i.relname AS name, x.indisunique AS unique, x.indpred IS NOT NULL AS partial, x.indnatts AS items,
    ${NAMES('x.indkey::smallint[]', 'x.indrelid')} AS columns, pg_get_indexdef(i.oid) AS definition
  FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class c ON c.oid = x.indrelid WHERE ${OF_SCHEMA}`

const RELATIONS = `SELECT c.relname AS name, c.relkind AS kind FROM pg_class c WHERE ${OF_SCHEMA}`

const TRIGGERS = `SELECT c.relname AS table, t.tgname AS name FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE ${OF_SCHEMA} AND NOT t.tgisinternal`

type Column = Structure['columns'][number]

export async function readStructure(client: pg.Client, schema: string): Promise<Structure> {
  const ask = async <Row extends pg.QueryResultRow>(sql: string): Promise<Row[]> =>
    (await client.query<Row>(sql, [schema])).rows
  await client.query(`SET search_path TO ${quoteName(schema)}`)
  const columns: Column[] = []
  for (const column of await ask<Column>(COLUMNS)) columns.push(await withDefaultValue(client, column))
  return {
    columns,
    constraints: await ask(CONSTRAINTS),
    indexes: await ask(INDEXES),
    relations: await ask(RELATIONS),
    triggers: await ask(TRIGGERS),
  }
}

async function withDefaultValue(client: pg.Client, column: Column): Promise<Column> {
  const none = { ...column, defaultValue: null, defaultFailure: null }
  if (column.default === null) return none
  try {
    const { rows } = await client.query<[string | null]>({
      text: `SELECT (${column.default})::${column.type}::text`,
      rowMode: 'array',
    })
    return { ...none, defaultValue: rows[0]?.[0] ?? null }
  } catch (error) {
    return { ...none, defaultFailure: String(error) }
  }
}
