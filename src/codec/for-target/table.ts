// What a type of the target takes of each planned family, and how a value is then written on both sides. The types are
// those that others gave the columns: migrations, another tool, a hand. The field guide's rule for each is in its file.
// https://www.postgresql.org/docs/current/datatype.html
import type { Digest, PlannedColumn, TypeFamily } from '../../model/plan.ts'
import { type SqliteSql, sqlite } from '../../sql/text.ts'
import { jsonOrBlobJson, textOrBlobText } from '../blob-text.ts'
import { bytesOf } from '../bytea.ts'
import { jsonbValue } from '../digest/jsonb-value.ts'
import { textOrDigits } from '../digest/source-values.ts'
import { valueInFile } from '../mask/value-in-file.ts'
import { readAs } from './functions.ts'
import { momentDigest } from './moment-digests.ts'

/** Null where nothing sensible is known of the two. */
type DigestOf = (column: PlannedColumn) => Digest | null

const KEPT_AS_JSON: readonly TypeFamily[] = ['text', 'json', 'jsonb', 'bytea', 'integer', 'numeric', 'real']

export const FOR_TARGET: Readonly<Record<string, DigestOf>> = {
  bool: ofFamilies(['integer', 'numeric', 'real', 'text'], ({ value }) => ({
    rule: 'boolean',
    sqlite: readAs('truth', value),
  })),
  int2: numbers('integer'),
  int4: numbers('integer'),
  int8: numbers('integer'),
  numeric: numbers('decimal'),
  float4: numbers('double'),
  float8: numbers('double'),
  text: texts,
  varchar: texts,
  citext: texts,
  name: texts,
  bpchar: paddedTexts,
  bytea: bytes,
  timestamp: momentDigest('timestamp'),
  timestamptz: momentDigest('timestamptz'),
  date: momentDigest('date'),
  time: ofFamilies(['text'], ({ value }) => ({ rule: 'time', sqlite: readAs('time of day', value) })),
  interval: ofFamilies(['text', 'integer', 'time'], ({ value }) => ({
    rule: 'interval',
    sqlite: readAs('span', value),
  })),
  uuid: ofFamilies(['text', 'bytea'], ({ value }) => ({ rule: 'uuid', sqlite: readAs('uuid', value) })),
  json: ofFamilies(KEPT_AS_JSON, ({ value }) => ({ rule: 'text', sqlite: jsonOf(value) })),
  jsonb: ofFamilies(KEPT_AS_JSON, ({ value }) => ({
    rule: 'jsonb',
    sqlite: jsonbValue(jsonOf(value)),
  })),
}

/** The digest for a type of this internal name, whatever family was planned. */
export function digestForType(column: PlannedColumn, baseType: string): Digest | null {
  const known = FOR_TARGET[baseType]
  if (known !== undefined) return known(column)
  return baseType.startsWith('_') ? arrays(column, baseType.slice(1)) : others(column, baseType)
}

function ofFamilies(families: readonly TypeFamily[], digest: (column: PlannedColumn) => Digest): DigestOf {
  return column => (families.includes(column.family) ? digest(column) : null)
}

const jsonOf = (value: SqliteSql): SqliteSql => textOrDigits(jsonOrBlobJson(value), null)

/** Of dates only those that are counts are numbers. */
function numbers(rule: 'integer' | 'decimal' | 'double'): DigestOf {
  return column => {
    const { family, reading, value } = column
    if (family === 'boolean' && rule !== 'double') return { rule, sqlite: readAs('truth as number', value) }
    const isCount = /^(?:epoch|coredata|webkit|ticks|julian|yyyymmdd)/.test(reading)
    if (!isCount && !['integer', 'numeric', 'real', 'text', 'json', 'jsonb', 'boolean'].includes(family))
      return null
    return {
      rule,
      sqlite: readAs(rule === 'double' ? 'double' : 'number', isCount ? valueInFile(column) : value),
    }
  }
}

/** Numbers that are kept as text are the same in whatever way they are written; all else is as it is. */
function texts({ family, value }: PlannedColumn): Digest {
  if (family === 'numeric' || family === 'real')
    return { rule: 'number in text', sqlite: readAs('number', value) }
  return { rule: 'text', sqlite: textOf(value) }
}

/** The padding of char(n) is no difference, and PostgreSQL leaves it out as well. */
function paddedTexts(column: PlannedColumn): Digest {
  const { rule, sqlite: text } = texts(column)
  return { rule, sqlite: sqlite`CASE WHEN ${text} LIKE '% ' THEN rtrim(${text}, ' ') ELSE ${text} END` }
}

function textOf(value: SqliteSql): SqliteSql {
  return textOrDigits(textOrBlobText(value), null)
}

/** A UUID by its sixteen bytes, anything else by those that it has in the file. */
function bytes(column: PlannedColumn): Digest {
  const raw = valueInFile(column)
  const digits = sqlite`unhex(replace(trim(${raw}, '{}'), '-', ''))`
  const written =
    column.family === 'uuid'
      ? sqlite`CASE typeof(${raw}) WHEN 'text' THEN ${digits} ELSE ${raw} END`
      : bytesOf(raw)
  return { rule: 'bytes', sqlite: written }
}

function arrays({ family, value }: PlannedColumn, element: string): Digest | null {
  if (!['text', 'json', 'jsonb'].includes(family)) return null
  return { rule: 'array', sqlite: readAs(`${element}[]`, value) }
}

/** Types that write a value in another way than it came, so that texts say nothing. */
const REWRITTEN: ReadonlySet<string> = new Set([
  ...['money', 'bit', 'varbit', 'timetz', 'tsvector', 'tsquery', 'hstore', 'pg_lsn'],
  ...[
    'point',
    'line',
    'lseg',
    'box',
    'path',
    'polygon',
    'circle',
    'geometry',
    'geography',
    'raster',
    'vector',
  ],
])

/** Labels of enums, addresses, XML and the like: equal where the texts are. */
function others({ family, value }: PlannedColumn, baseType: string): Digest | null {
  const isText = family === 'text' || family === 'integer' || family === 'uuid'
  return isText && !REWRITTEN.has(baseType) ? { rule: 'output', sqlite: textOf(value) } : null
}
