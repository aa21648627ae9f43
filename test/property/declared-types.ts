// Declared types as they are written in SQLite files, each with what its columns usually hold: the whole of the
// mapping's table, spellings of it, and names that nobody knows.
import type { Kind } from './hostile-values.ts'

type Entry = readonly [kinds: readonly Kind[], names: readonly string[]]

const DATE_KINDS = [
  'timestamp',
  'timestamp',
  'timestamp',
  'zoned',
  'epoch s',
  'epoch ms',
  'epoch us',
  'date',
] as const

const ENTRIES: readonly Entry[] = [
  [
    ['integer', 'integer', 'small'],
    [
      'INTEGER',
      'INT',
      'BIGINT',
      'INT8',
      'INT64',
      'LONG',
      'BIG INT',
      'SERIAL',
      'integer',
      'Int(11)',
      'INT  ( 5 )',
      '"INTEGER"',
    ],
  ],
  [
    ['integer', 'small'],
    [
      'INT4',
      'MEDIUMINT',
      'SMALLINT UNSIGNED',
      'INT UNSIGNED',
      'MEDIUMINT UNSIGNED',
      'BIGINT UNSIGNED',
      'UNSIGNED BIG INT',
      'BIGINT(20)',
    ],
  ],
  [['small'], ['SMALLINT', 'INT2', 'SHORT INTEGER', 'TINYINT', 'TINYINT UNSIGNED', 'YEAR', 'TINYINT(4)']],
  [['real'], ['REAL', 'FLOAT', 'FLOAT(7,3)', 'DOUBLE', 'DOUBLE PRECISION', 'FLOAT8', 'double', 'FLOAT(24)']],
  [
    ['decimal', 'decimal', 'small'],
    [
      'NUMERIC(10,2)',
      'DECIMAL(5,2)',
      'NUMBER(8, 3)',
      'DECIMAL(3)',
      'NUMERIC(38,10)',
      'DECIMAL(10,2) UNSIGNED',
      'NUMERIC(2000,5)',
      'DECIMAL(2,5)',
    ],
  ],
  [
    ['decimal', 'integer', 'real', 'small', 'boolean'],
    ['NUMERIC', 'DECIMAL', 'NUMBER', 'MONEY', 'numeric'],
  ],
  [
    ['boolean', 'boolean', 'boolean', 'boolean words'],
    ['BOOLEAN', 'BOOL', 'boolean', 'Bool'],
  ],
  [
    ['boolean', 'small'],
    ['TINYINT(1)', 'BIT', 'BIT(1)', 'tinyint(1)'],
  ],
  [
    ['short text', 'text'],
    [
      'VARCHAR(5)',
      'NVARCHAR(40)',
      'VARCHAR2(255)',
      'CHARACTER VARYING(20)',
      'VARYING CHARACTER(64)',
      'varchar(12)',
      'VARCHAR(0)',
      'VARCHAR(99999999)',
    ],
  ],
  [
    ['short text', 'text'],
    [
      'CHAR(3)',
      'NCHAR(10)',
      'CHARACTER(20)',
      'NATIVE CHARACTER(70)',
      'CHAR(0)',
      'CHAR',
      'CHAR(36)',
      'CHAR(32)',
    ],
  ],
  [
    ['text', 'text', 'short text'],
    [
      'TEXT',
      'TEXT(40)',
      'CLOB',
      'LONGTEXT',
      'MEDIUMTEXT',
      'TINYTEXT',
      'VARCHAR',
      'LONGVARCHAR',
      'STRING',
      'ENUM',
      '"ENUM(a,b)"',
      'XML',
      'text',
      'NTEXT',
    ],
  ],
  [
    ['date', 'date', 'date', 'timestamp', 'epoch ms', 'epoch s'],
    ['DATE', 'date', 'Date'],
  ],
  [
    ['time', 'time', 'date', 'small'],
    ['TIME', 'TIME(6)', 'time'],
  ],
  [
    DATE_KINDS,
    [
      'DATETIME',
      'DATETIME(6)',
      'DATETIME2',
      'SMALLDATETIME',
      'TIMESTAMP',
      'TIMESTAMP WITHOUT TIME ZONE',
      'datetime',
      'timestamp(3)',
    ],
  ],
  [DATE_KINDS, ['TIMESTAMPTZ', 'TIMESTAMP WITH TIME ZONE', 'DATETIMEOFFSET', 'timestamptz']],
  [['json'], ['JSON', 'JSONB', 'json', 'jsonb']],
  [
    ['uuid', 'uuid', 'short text', 'sixteen bytes'],
    ['UUID', 'UNIQUEIDENTIFIER', 'GUID', 'uuid'],
  ],
  [
    ['blob', 'blob', 'text', 'small', 'sixteen bytes'],
    ['BLOB', 'BYTEA', 'BINARY(16)', 'VARBINARY(255)', 'IMAGE', 'LONGBLOB', 'TINYBLOB', 'blob'],
  ],
  [['blob'], ['GEOMETRY', 'POINT', 'LINESTRING', 'POLYGON', 'MULTIPOLYGON']],
  [
    ['integer', 'real', 'text', 'blob', 'small', 'decimal', 'boolean'],
    ['', '', 'ANY', 'INTERVAL', 'INET', 'HSTORE', '"integer[]"', '"text[]"'],
  ],
  [
    ['integer', 'text', 'real', 'blob', 'short text', 'timestamp', 'boolean', 'json'],
    [
      'FLOATING POINT',
      'CHARINT',
      '"datetime2](7"',
      'INTEGE',
      'INTEGER NON',
      '"TEXT NOCASE"',
      'WIBBLE',
      'FOO(1,2)',
      'autoincrement_id',
      'ROWVERSION',
      'money2',
      'point3d',
      'CIDR',
      'TSVECTOR',
      'OID',
      'REGCLASS',
      'VARIANT',
      'TIMESTAMP_S',
      'unsigned',
      '"名前"',
      '"a""b"',
      'long long',
      'DOUBLEX',
      'BLOBBY',
      'REAL_TEXT',
      "'quoted'",
      '"%s"',
      '"$1"',
      '"no\ntype"',
      'XYZ(10)',
      'HUGEINT',
      'UINT64',
      'STRING(20)',
      'BIGSERIAL',
      'NAME',
      'citext',
      'bpchar',
      'text COLLATE NOCASE',
    ],
  ],
]

export interface DeclaredType {
  readonly sql: string
  readonly kinds: readonly Kind[]
}

export const DECLARED_TYPES: readonly (readonly DeclaredType[])[] = ENTRIES.map(([kinds, names]) =>
  names.map(sql => ({ sql, kinds })),
)

export const STRICT_TYPES: readonly DeclaredType[] = [
  { sql: 'INT', kinds: ['integer', 'small'] },
  { sql: 'INTEGER', kinds: ['integer', 'small'] },
  { sql: 'REAL', kinds: ['real'] },
  { sql: 'TEXT', kinds: ['text', 'short text', 'timestamp'] },
  { sql: 'BLOB', kinds: ['blob'] },
  { sql: 'ANY', kinds: ['integer', 'text', 'blob', 'real', 'small'] },
]
