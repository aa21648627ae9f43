// Which types a declaration asks for, by name: the one table behind every choice. The values then decide
// whether the first of them holds. https://www.sqlite.org/datatype3.html

import { boolean, witnessedBoolean } from './boolean.ts'
import {
  booleanChain,
  bytesChain,
  type Chain,
  dateTimeChain,
  geometryChain,
  indexedJsonChain,
  integerChain,
  jsonbChain,
  jsonChain,
  numericAffinityChain,
  numericChain,
  quietly,
  realChain,
  stringChain,
  textChain,
  timeChain,
  unsignedChain,
  uuidChain,
  valuesChain,
} from './chain.ts'
import { date, declaredTimestamptz, time, timestamp } from './date-time.ts'
import type { DeclaredType } from './declared-type.ts'
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
import { jsonb } from './json.ts'
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
  /** A TRUE/FALSE default says that the numbers mean truth. */
  readonly truthWitness: boolean
  /** A CHECK (x IN (0,1)), or a table of Laravel's migrations, says that TINYINT(1) and BIT mean truth. */
  readonly schemaTruth: boolean
  /** The column is part of a key or an index, which `json` cannot be. */
  readonly indexed: boolean
  /** The default is the clock in UTC, such as CURRENT_TIMESTAMP: text without an offset is UTC too. */
  readonly clockDefault: boolean
}

const none = (): null => null
const list = (names: string): readonly string[] => names.split(',').map(name => name.trim())

type Integers = (first: typeof bigint, serverVersion: number) => Chain

function integers(first: typeof bigint, name: string, names: string, ofFirst: Integers = integerChain): Rule {
  return {
    name,
    names: list(names),
    chain: (declared, context) => {
      const chain = ofFirst(first, context.serverVersion)
      return meansTruth(declared, context) ? [...quietly(witnessedBoolean), ...chain] : chain
    },
    interest: (declared, context) => (meansTruth(declared, context) ? booleanInterest : null),
  }
}

/** Whether 0 and 1 are false and true although the declaration speaks of numbers. */
function meansTruth({ name, arguments: [size] }: DeclaredType, context: RuleContext): boolean {
  return (
    context.truthWitness || (context.schemaTruth && (name === 'BIT' || (name === 'TINYINT' && size === 1)))
  )
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
    'INTEGER, INT, BIGINT, INT8, INT64, LONG, BIG INT, SERIAL, BIGSERIAL, INT24, INT32, INTEGER64, LONG INTEGER',
  ),
  integers(integer, 'integer', 'INT4, MEDIUMINT'),
  integers(smallint, 'smallint', 'SMALLINT, INT2, INT16, SHORT INTEGER, SMALLSERIAL, TINYINT, YEAR, BIT'),
  integers(
    bigint,
    'unsigned bigint',
    'INT UNSIGNED, INTEGER UNSIGNED, UNSIGNED INT, UNSIGNED INTEGER, MEDIUMINT UNSIGNED, BIGINT UNSIGNED, UNSIGNED BIG INT, UNSIGNED BIGINT, UINT32, UINT64',
    unsignedChain,
  ),
  integers(integer, 'unsigned integer', 'SMALLINT UNSIGNED, UNSIGNED SMALLINT, UINT16', unsignedChain),
  integers(smallint, 'unsigned smallint', 'TINYINT UNSIGNED, UNSIGNED TINYINT, UINT8', unsignedChain),
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
      return context.truthWitness ? [...quietly(witnessedBoolean), ...chain] : chain
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
    names: list('TEXT, CLOB, LONGTEXT, MEDIUMTEXT, TINYTEXT, LONGVARCHAR, NTEXT, CITEXT'),
    chain: () => textChain(null),
    interest: none,
  },
  { name: 'string', names: list('STRING, ENUM, XML'), chain: stringChain, interest: none },
  {
    name: 'date',
    names: list('DATE'),
    chain: (_, context) => dateTimeChain(date, context.serverVersion, context.clockDefault),
    interest: () => dateInterest,
  },
  {
    name: 'time',
    names: list('TIME'),
    chain: (_, context) => timeChain(time, context.serverVersion),
    interest: () => timeInterest,
  },
  {
    name: 'timestamp',
    names: list('DATETIME, DATETIME2, SMALLDATETIME, TIMESTAMP, TIMESTAMP WITHOUT TIME ZONE'),
    chain: (_, context) => dateTimeChain(timestamp, context.serverVersion, context.clockDefault),
    interest: () => timestampInterest,
  },
  {
    name: 'timestamptz',
    names: list('TIMESTAMPTZ, TIMESTAMP WITH TIME ZONE, DATETIMEOFFSET'),
    chain: (_, context) => dateTimeChain(declaredTimestamptz, context.serverVersion, context.clockDefault),
    interest: () => timestampInterest,
  },
  {
    name: 'json',
    names: list('JSON'),
    chain: (_, { indexed }) => (indexed ? indexedJsonChain([]) : jsonChain()),
    interest: () => jsonInterest,
  },
  {
    name: 'jsonb',
    names: list('JSONB'),
    chain: (_, { indexed }) => (indexed ? indexedJsonChain([jsonb]) : jsonbChain()),
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
    names: list('BLOB, BYTEA, BINARY, VARBINARY, IMAGE, LONGBLOB, MEDIUMBLOB, TINYBLOB'),
    chain: bytesChain,
    interest: none,
  },
  {
    name: 'geometry',
    names: list(
      'GEOMETRY, POINT, LINESTRING, POLYGON, MULTIPOINT, MULTILINESTRING, MULTIPOLYGON, GEOMETRYCOLLECTION',
    ),
    chain: (_, context) => geometryChain(context.serverVersion),
    interest: none,
  },
  {
    name: 'by values',
    names: list(',ANY, INTERVAL, INET, HSTORE, ARRAY'),
    chain: (_, context) => valuesChain(context.serverVersion),
    interest: none,
  },
]

/** Other names whose affinity is NUMERIC. */
export const NUMERIC_AFFINITY: Rule = {
  name: 'numeric affinity',
  names: [],
  chain: (_, context) => numericAffinityChain(context.serverVersion),
  interest: none,
}
