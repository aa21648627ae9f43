// Which types a declaration asks for, by name: the one table behind every choice. The values then decide
// whether the first of them holds. https://www.sqlite.org/datatype3.html

import { affinityOf } from '../sql/affinity.ts'
import { boolean } from './boolean.ts'
import { byteaOfBlobs } from './bytea.ts'
import {
  booleanChain,
  bytesChain,
  type Chain,
  dateTimeChain,
  integerChain,
  jsonChain,
  numericChain,
  realChain,
  textChain,
  uuidChain,
  valuesChain,
} from './chain.ts'
import { date, declaredTimestamptz, time, timestamp } from './date-time.ts'
import { type DeclaredType, parseDeclaredType } from './declared-type.ts'
import { bigint, integer, smallint } from './integer.ts'
import {
  booleanInterest,
  dateInterest,
  decimalInterest,
  type Interest,
  jsonbInterest,
  jsonInterest,
  timeInterest,
  timestampInterest,
  uuidInterest,
} from './interest.ts'
import { json, jsonb } from './json.ts'
import { isPrecision, numericOf } from './numeric.ts'
import { isLength, varchar } from './text.ts'
import { uuid } from './uuid.ts'

export interface Rule {
  /** Short name of the rule, as docs list it. */
  readonly name: string
  readonly names: readonly string[]
  readonly chain: (declared: DeclaredType, context: RuleContext) => Chain
  readonly interest: (declared: DeclaredType, context: RuleContext) => Interest | null
}

export interface RuleContext {
  /** server_version_num, e.g. 150018. */
  readonly serverVersion: number
  /** A CHECK (x IN (0,1)) or a TRUE/FALSE default says that the numbers mean truth. */
  readonly truthWitness: boolean
  /** The column is part of a key or an index, which `json` cannot be. */
  readonly indexed: boolean
}

const none = (): null => null
const list = (names: string): readonly string[] => names.split(',').map(name => name.trim())

function integers(first: typeof bigint, name: string, names: string): Rule {
  return {
    name,
    names: list(names),
    chain: (_, context) => {
      const chain = integerChain(first, context.serverVersion)
      return context.truthWitness
        ? [...booleanChain(boolean, context.serverVersion).slice(0, 1), ...chain]
        : chain
    },
    interest: (_, context) => (context.truthWitness ? booleanInterest : null),
  }
}

function decimalArguments({ arguments: [precision, scale = 0] }: DeclaredType): [number, number] | null {
  return precision !== undefined && isPrecision(precision, scale) ? [precision, scale] : null
}

const characters = (declared: DeclaredType): Chain => {
  const [length] = declared.arguments
  return textChain(length !== undefined && isLength(length) ? varchar(length) : null)
}

export const RULES: readonly Rule[] = [
  integers(
    bigint,
    'bigint',
    'INTEGER, INT, BIGINT, INT8, INT64, LONG, BIG INT, SERIAL, BIGSERIAL, INT UNSIGNED, MEDIUMINT UNSIGNED, BIGINT UNSIGNED, UNSIGNED BIG INT, UNSIGNED INT, INTEGER UNSIGNED',
  ),
  integers(integer, 'integer', 'INT4, MEDIUMINT, SMALLINT UNSIGNED'),
  integers(smallint, 'smallint', 'SMALLINT, INT2, SHORT INTEGER, TINYINT, TINYINT UNSIGNED, YEAR, BIT'),
  {
    name: 'double precision',
    names: list('REAL, FLOAT, DOUBLE, DOUBLE PRECISION, FLOAT8, FLOAT4'),
    chain: (_, context) => realChain(context.serverVersion),
    interest: none,
  },
  {
    name: 'numeric',
    names: list('NUMERIC, DECIMAL, NUMBER, MONEY, DEC'),
    chain: (declared, context) => {
      const fit = decimalArguments(declared)
      const chain = numericChain(fit === null ? null : numericOf(...fit), context.serverVersion)
      return context.truthWitness
        ? [...booleanChain(boolean, context.serverVersion).slice(0, 1), ...chain]
        : chain
    },
    interest: (declared, context) => {
      const fit = decimalArguments(declared)
      if (context.truthWitness) return booleanInterest
      return fit === null ? null : decimalInterest(...fit)
    },
  },
  {
    name: 'boolean',
    names: list('BOOLEAN, BOOL'),
    chain: (_, context) => booleanChain(boolean, context.serverVersion),
    interest: () => booleanInterest,
  },
  {
    name: 'varchar(n)',
    names: list(
      'VARCHAR, NVARCHAR, VARCHAR2, CHARACTER VARYING, VARYING CHARACTER, CHAR, NCHAR, CHARACTER, NATIVE CHARACTER',
    ),
    chain: characters,
    interest: none,
  },
  {
    name: 'text',
    names: list('TEXT, CLOB, LONGTEXT, MEDIUMTEXT, TINYTEXT, LONGVARCHAR, STRING, ENUM, XML, NTEXT, CITEXT'),
    chain: () => textChain(null),
    interest: none,
  },
  {
    name: 'date',
    names: list('DATE'),
    chain: (_, context) => dateTimeChain([date], context.serverVersion),
    interest: () => dateInterest,
  },
  {
    name: 'time',
    names: list('TIME'),
    chain: (_, context) => dateTimeChain([time], context.serverVersion),
    interest: () => timeInterest,
  },
  {
    name: 'timestamp',
    names: list('DATETIME, DATETIME2, SMALLDATETIME, TIMESTAMP, TIMESTAMP WITHOUT TIME ZONE'),
    chain: (_, context) => dateTimeChain([timestamp], context.serverVersion),
    interest: () => timestampInterest,
  },
  {
    name: 'timestamptz',
    names: list('TIMESTAMPTZ, TIMESTAMP WITH TIME ZONE, DATETIMEOFFSET'),
    chain: (_, context) => dateTimeChain([declaredTimestamptz], context.serverVersion),
    interest: () => timestampInterest,
  },
  {
    name: 'json',
    names: list('JSON'),
    chain: (_, context) => (context.indexed ? textChain(null) : jsonChain(json)),
    interest: () => jsonInterest,
  },
  {
    name: 'jsonb',
    names: list('JSONB'),
    chain: (_, context) => (context.indexed ? jsonChain(jsonb) : jsonChain(jsonb, json)),
    interest: () => jsonbInterest,
  },
  {
    name: 'uuid',
    names: list('UUID, UNIQUEIDENTIFIER, GUID'),
    chain: () => uuidChain(uuid),
    interest: () => uuidInterest,
  },
  {
    name: 'bytea',
    names: list(
      'BLOB, BYTEA, BINARY, VARBINARY, IMAGE, LONGBLOB, MEDIUMBLOB, TINYBLOB, GEOMETRY, POINT, LINESTRING, POLYGON, MULTIPOINT, MULTILINESTRING, MULTIPOLYGON, GEOMETRYCOLLECTION',
    ),
    chain: () => bytesChain(byteaOfBlobs),
    interest: none,
  },
  {
    name: 'by values',
    names: list(',ANY, INTERVAL, INET, HSTORE'),
    chain: (_, context) => valuesChain(byteaOfBlobs, context.serverVersion),
    interest: none,
  },
]

const RULE_BY_NAME: ReadonlyMap<string, Rule> = new Map(
  RULES.flatMap(rule => rule.names.map(name => [name, rule])),
)

/** The rule for a declared type: by its name, else by SQLite's affinity. */
export function ruleFor(declaredType: string): {
  readonly rule: Rule
  readonly declared: DeclaredType
  readonly known: boolean
} {
  const declared = parseDeclaredType(declaredType)
  const rule = RULE_BY_NAME.get(declared.name)
  if (rule !== undefined) return { rule, declared, known: true }
  return { rule: affinityRule(declaredType), declared: { ...declared, arguments: [] }, known: false }
}

function affinityRule(declaredType: string): Rule {
  const name = { integer: 'INTEGER', text: 'TEXT', blob: 'BLOB', real: 'REAL', numeric: 'ANY' }[
    affinityOf(declaredType)
  ]
  const rule = RULE_BY_NAME.get(name)
  if (rule === undefined) throw new Error(`no rule for affinity ${name}`)
  return rule
}
