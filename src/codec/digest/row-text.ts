// The text of a row on both sides, of which the content proof takes digests: value after value, a plain one closed by
// a comma, any other one behind its length in bytes and a colon. NULL has neither length nor text, so that NULL, ''
// and 'NULL' are three things, and ('a|b', 'c') is not ('a', 'b|c'). A long value stands for itself by its SHA-256.
// docs/proof.md shows it.
import type { Digest, DigestRule } from '../../model/digest.ts'
import { type PostgresSql, postgres, type SqliteSql, sqlite } from '../../sql/text.ts'
import type { SourceEncoding } from '../slices.ts'
import { LONGEST_WRITTEN_BYTES } from './source-values.ts'
import { targetValue } from './target-values.ts'

/** Functions of PostgreSQL take at most 100 arguments. https://www.postgresql.org/docs/current/runtime-config-preset.html */
const ARGUMENTS = 99

export interface DigestedColumn {
  readonly digest: Digest
  /** The column of the target, quoted. */
  readonly target: PostgresSql
}

export function sourceRowText(columns: readonly DigestedColumn[], encoding: SourceEncoding): SqliteSql {
  return joined(
    columns.flatMap(({ digest }) => sourceParts(digest, encoding)),
    parts => sqlite`concat(${parts})`,
  )
}

/** `encoding` is the source's, since texts of UTF-16 are compared by the bytes they have in UTF-8. */
export function targetRowText(
  columns: readonly { readonly rule: DigestRule; readonly target: PostgresSql }[],
  encoding: SourceEncoding,
): PostgresSql {
  return joined(
    columns.flatMap(({ rule, target }) => targetParts(rule, target, encoding)),
    parts => postgres`concat(${parts})`,
  )
}

function joined<Sql extends string>(parts: readonly Sql[], join: (parts: readonly Sql[]) => Sql): Sql {
  if (parts.length <= ARGUMENTS) return join(parts)
  const groups = Array.from({ length: Math.ceil(parts.length / ARGUMENTS) }, (_, i) =>
    join(parts.slice(i * ARGUMENTS, (i + 1) * ARGUMENTS)),
  )
  return joined(groups, join)
}

const formOf = (rule: DigestRule) => targetValue(rule, postgres`NULL`)?.form ?? 'text'

/** Ends JSON, in which no control character stands as it is. */
const END_OF_JSON = { sqlite: sqlite`char(1)`, postgres: postgres`chr(1)` }

/** Texts of UTF-16 are compared by the bytes they have in UTF-8. */
function sourceParts({ rule, sqlite: value }: Digest, encoding: SourceEncoding): readonly SqliteSql[] {
  const form = formOf(rule)
  if (form === 'plain') return [value, sqlite`','`]
  if (form === 'json' && encoding === 'UTF-8') return [value, END_OF_JSON.sqlite]
  const isBytes = form === 'bytes' || form === 'short bytes'
  const length = sqlite`octet_length(${value})`
  if (!isBytes && encoding === 'UTF-8')
    return [
      length,
      COLON.sqlite,
      form === 'short text' ? value : shortened(value, sqlite`CAST(${value} AS BLOB)`, value),
    ]
  const bytes = isBytes ? value : utf8Bytes(value, encoding)
  const digits = sqlite`lower(hex(${bytes}))`
  return [
    sqlite`octet_length(${bytes})`,
    COLON.sqlite,
    form.startsWith('short') || form === 'json' ? digits : shortened(bytes, bytes, digits),
  ]
}

const COLON = { sqlite: sqlite`':'`, postgres: postgres`':'` }

function shortened(measured: SqliteSql, bytes: SqliteSql, written: SqliteSql): SqliteSql {
  return sqlite`CASE WHEN octet_length(${measured}) > ${LONGEST_WRITTEN_BYTES} THEN sqlite2pg_sha256(${bytes}) ELSE ${written} END`
}

/** The bytes that a value's text has in UTF-8. */
export function utf8Bytes(value: SqliteSql, encoding: SourceEncoding): SqliteSql {
  const bytes = sqlite`CAST(CAST(${value} AS TEXT) AS BLOB)`
  return encoding === 'UTF-8' ? bytes : sqlite`sqlite2pg_utf8(${bytes}, hex('A'))`
}

function targetParts(
  rule: DigestRule,
  target: PostgresSql,
  encoding: SourceEncoding,
): readonly PostgresSql[] {
  const value = targetValue(rule, target)
  if (value === null) return []
  const { form, sql } = value
  if (form === 'plain') return [sql, postgres`','`]
  if (form === 'json' && encoding === 'UTF-8') return [sql, END_OF_JSON.postgres]
  const isBytes = form === 'bytes' || form === 'short bytes'
  const text = form === 'json' ? postgres`${sql}::text` : sql
  const bytes = isBytes ? sql : postgres`convert_to(${text}, 'UTF8')`
  const written = !isBytes && encoding === 'UTF-8' ? text : postgres`encode(${bytes}, 'hex')`
  const length = postgres`octet_length(${text})`
  if (form.startsWith('short') || form === 'json') return [length, COLON.postgres, written]
  const digest = postgres`encode(sha256(${bytes}), 'hex')`
  return [
    length,
    COLON.postgres,
    postgres`CASE WHEN ${length} > ${LONGEST_WRITTEN_BYTES} THEN ${digest} ELSE ${written} END`,
  ]
}

/** Hexadecimal digits that are kept of the digest of one row or key: 128 bits. */
export const DIGEST_DIGITS = 32

/** SHA-256 of a text by its bytes in UTF-8, as hexadecimal digits. */
export function targetSha256(text: PostgresSql): PostgresSql {
  return postgres`encode(sha256(convert_to(${text}, 'UTF8')), 'hex')`
}

/** The digest of one row or key. */
export function targetDigest(text: PostgresSql): PostgresSql {
  return postgres`substr(${targetSha256(text)}, 1, ${DIGEST_DIGITS})`
}

/** The digests of a row's key and of the row, one after the other, in one text. */
export function sourceDigests(key: SqliteSql | null, row: SqliteSql, encoding: SourceEncoding): SqliteSql {
  const ofKey = key === null ? sqlite`NULL` : utf8Bytes(key, encoding)
  return sqlite`sqlite2pg_row_digest(${ofKey}, ${utf8Bytes(row, encoding)})`
}
