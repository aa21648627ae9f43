// Asks the server what it knows of a type and which texts the type takes and writes again as they are: its input
// functions are no judges by themselves, since they take and change much. Nothing is written.
// https://www.postgresql.org/docs/current/sql-createtype.html
import { type PostgresSql, postgres, trustPostgres } from '../sql/text.ts'
import type { TargetConnection } from './connection.ts'

export interface KnownType {
  /** As it is written in DDL: with its schema, unless PostgreSQL brought it along. */
  readonly ddl: PostgresSql
  /** Internal name; of a domain's base type. */
  readonly baseType: string
  /** False for such as point and xml, of which no btree can be made. */
  readonly isOrdered: boolean
}

interface TypeRow {
  readonly name: string
  readonly baseType: string
}

/** Looked for as it is written, in `schema` and in public. */
const FIND_TYPE = postgres`
  WITH RECURSIVE found AS (
    SELECT coalesce(to_regtype($1), to_regtype(quote_ident($2) || '.' || $1), to_regtype('public.' || $1)) AS oid
  ), types AS (
    SELECT t.oid, t.typname, t.typtype, t.typbasetype FROM pg_catalog.pg_type t JOIN found f ON f.oid = t.oid
    UNION ALL
    SELECT b.oid, b.typname, b.typtype, b.typbasetype FROM pg_catalog.pg_type b JOIN types d ON d.typbasetype = b.oid
  )
  SELECT format_type((SELECT oid FROM found), NULL) AS name, typname::text AS "baseType"
  FROM types WHERE typbasetype = 0 AND typtype <> 'p'`

/** Null where the server knows no such type; `written` is a name, perhaps with arguments and brackets. */
export async function findType(
  connection: Pick<TargetConnection, 'rows' | 'transaction'>,
  written: string,
  schema: string,
): Promise<KnownType | null> {
  const [, name = '', given = '', brackets = ''] =
    /^(.*?)\s*(\([\d, ]*\))?\s*((?:\[\d*\])*)$/s.exec(written) ?? []
  try {
    const [row] = await connection.transaction(() => connection.rows<TypeRow>(FIND_TYPE, [name, schema]), {
      readOnly: true,
    })
    if (row === undefined) return null
    // format_type says `character`, which is one character long where it stands alone.
    const called = /^bpchar$/i.test(name) && given === '' ? 'bpchar' : row.name
    const ddl = trustPostgres(`${called}${given}${brackets === '' ? '' : '[]'}`)
    await connection.transaction(() => connection.rows(postgres`SELECT NULL::${ddl}`), { readOnly: true })
    const isOrdered = await orders(connection, ddl)
    return { ddl, baseType: brackets === '' ? row.baseType : 'array', isOrdered }
  } catch (error) {
    if (isObjection(error)) return null
    throw error
  }
}

async function orders(
  connection: Pick<TargetConnection, 'rows' | 'transaction'>,
  ddl: PostgresSql,
): Promise<boolean> {
  const sorted = postgres`SELECT FROM (SELECT NULL::${ddl} AS v) AS one ORDER BY v`
  try {
    await connection.transaction(() => connection.rows(sorted), { readOnly: true })
    return true
  } catch (error) {
    if (isObjection(error)) return false
    throw error
  }
}

/** The texts that the type refuses, or that it writes in another way. */
export async function findRefused(
  connection: Pick<TargetConnection, 'rows' | 'transaction'>,
  type: KnownType,
  texts: readonly string[],
): Promise<readonly string[]> {
  if (texts.length === 0) return []
  try {
    return await connection.transaction(() => readBack(connection, type, texts), { readOnly: true })
  } catch (error) {
    if (!isObjection(error)) throw error
    if (texts.length === 1) return texts
    const half = Math.ceil(texts.length / 2)
    return [
      ...(await findRefused(connection, type, texts.slice(0, half))),
      ...(await findRefused(connection, type, texts.slice(half))),
    ]
  }
}

async function readBack(
  connection: Pick<TargetConnection, 'rows'>,
  { ddl, baseType }: KnownType,
  texts: readonly string[],
): Promise<readonly string[]> {
  // The output of char(n) is padded, the cast of inet adds a mask.
  const written = baseType === 'bpchar' ? postgres`v::${ddl}::text` : postgres`format('%s', v::${ddl})`
  const rows = await connection.rows<{ readonly v: string }>(
    postgres`SELECT v FROM unnest($1::text[]) AS v WHERE ${written} IS DISTINCT FROM v`,
    [texts],
  )
  return rows.map(({ v }) => v)
}

/** What speaks against a name of a time zone on this server, or null. */
export async function objectToZone(
  connection: Pick<TargetConnection, 'rows' | 'transaction'>,
  zone: string,
): Promise<string | null> {
  const ask = postgres`SELECT now() AT TIME ZONE $1,
    EXISTS (SELECT FROM pg_timezone_abbrevs WHERE abbrev = upper($1)) AS short`
  try {
    const [answer] = await connection.transaction(
      () => connection.rows<{ readonly short: boolean }>(ask, [zone]),
      { readOnly: true },
    )
    // The server would take CET for one offset, winter and summer.
    return answer?.short === true && !WITHOUT_OFFSET.includes(zone.toUpperCase())
      ? `${zone} is one fixed offset to the server: name a place such as Europe/Paris`
      : null
  } catch (error) {
    if (isObjection(error)) return `the server knows no time zone ${zone}`
    throw error
  }
}

const WITHOUT_OFFSET = ['UTC', 'GMT', 'UCT', 'ZULU']

/** Classes of SQLSTATE that speak of the value or the name, not of the session. */
const OBJECTIONS = ['0A', '22', '23', '2F', '3F', '42', '54', 'P0']

export function isObjection(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  return typeof code === 'string' && OBJECTIONS.includes(code.slice(0, 2))
}
