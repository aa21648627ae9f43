import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { parseCreateTable } from '../../../src/sql/parse/create-table.ts'
import type { ParsedOrdinaryTable } from '../../../src/sql/parse/parsed-table.ts'

function parseOrdinary(sql: string): ParsedOrdinaryTable {
  const parsed = parseCreateTable(sql)
  if (parsed.kind !== 'table') throw new Error(`${parsed.kind}: ${JSON.stringify(parsed)}`)
  return parsed
}

interface PragmaColumn {
  readonly name: string
  readonly type: string
  readonly notnull: number
  readonly dflt_value: string | null
  readonly hidden: number
}

/** The table as SQLite itself stored it, with what its PRAGMAs say. */
function storedTable(sql: string, name: string) {
  const database = new Database(':memory:')
  database.exec(sql)
  const stored = database.prepare('SELECT sql FROM sqlite_schema WHERE name = ?').pluck().get(name) as string
  const columns = database.prepare('SELECT * FROM pragma_table_xinfo(?)').all(name) as PragmaColumn[]
  const foreignKeys = database.prepare('SELECT * FROM pragma_foreign_key_list(?)').all(name) as {
    table: string
    from: string
    on_delete: string
    on_update: string
  }[]
  const list = database.prepare('SELECT wr, strict FROM pragma_table_list(?)').get(name) as {
    wr: number
    strict: number
  }
  database.close()
  return { stored, columns, foreignKeys, list }
}

const TABLES = [
  'CREATE TABLE t(a)',
  'create table t (id integer PRIMARY KEY autoincrement, "b c" TEXT NOT NULL DEFAULT \'a,b)--\', [d] varchar ( 10 ) default "api")',
  `CREATE TABLE t(a INT DEFAULT -5, b DEFAULT +5, c DEFAULT (1 + (2*3)), d DEFAULT CURRENT_TIMESTAMP, e DEFAULT x'00ff',
     f TEXT DEFAULT api, g DEFAULT [], h DEFAULT 'it''s', i DEFAULT null, j DEFAULT (datetime('now')), k DEFAULT 1_000, l DEFAULT TRUE)`,
  'CREATE TABLE t(a UNSIGNED BIG INT, b DOUBLE   PRECISION /* x */, c DECIMAL(10, 2), d "two words", e [datetime2](7), f \'s\', g INTEGER NON NULL, h text COLLATE NOCASE)',
  "CREATE TABLE t(a int GENERATED ALWAYS AS (b || ')') VIRTUAL, b, c INT AS (b) STORED, d varchar(3) GENERATED ALWAYS AS (b))",
  'CREATE TABLE t(a, b, CONSTRAINT k PRIMARY KEY(b, a)) WITHOUT ROWID, STRICT'.replace(
    'a, b,',
    'a INT, b TEXT,',
  ),
  'CREATE TABLE IF NOT EXISTS "main"."t" ( -- a comment, with )\n\ta /* , b */ INT\n,\n b TEXT -- last\n)',
  'CREATE TABLE t(id INT REFERENCES p ON DELETE CASCADE ON UPDATE SET NULL, x REFERENCES "P"("I D") DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY (id, x) REFERENCES q(a, b) ON DELETE SET DEFAULT MATCH FULL NOT DEFERRABLE INITIALLY DEFERRED)',
  "CREATE TABLE t(a INT CHECK (a > 0) CONSTRAINT named CHECK(a IN (1,2)) NULL, UNIQUE (a) CHECK (a <> ')') CONSTRAINT dangling)",
  'CREATE TABLE t AS SELECT 1 AS a, \'x\' AS "b c", CAST(1 AS TEXT) AS c',
  'CREATE TABLE t("select" INT, "from" TEXT, `index` REAL, [group] BLOB, key, temp, "a""b")',
  'CREATE TABLE t(a integer, b "INTEGER", c Text, d any, e "character varying"(20))',
]

describe('parseCreateTable', () => {
  it.each(TABLES)('agrees with the PRAGMAs on %j', sql => {
    const { stored, columns, foreignKeys, list } = storedTable(sql, 't')
    const parsed = parseOrdinary(stored)
    expect(parsed.name).toBe('t')
    expect(
      parsed.columns.map(({ name, declaredType, default: text }) => ({ name, declaredType, text })),
    ).toEqual(columns.map(({ name, type, dflt_value }) => ({ name, declaredType: type, text: dflt_value })))
    expect(
      parsed.columns.map(({ generated }) => (generated === null ? 0 : generated.stored ? 3 : 2)),
    ).toEqual(columns.map(({ hidden }) => hidden))
    expect({ wr: Number(parsed.withoutRowid), strict: Number(parsed.strict) }).toEqual(list)
    expect(referencesOf(parsed)).toEqual(
      new Set(foreignKeys.map(key => `${key.table} ${key.on_delete} ${key.on_update}`)),
    )
  })

  function referencesOf(parsed: ParsedOrdinaryTable): Set<string> {
    const keys = parsed.constraints.flatMap(found => (found.kind === 'foreign key' ? [found] : []))
    return new Set(
      [...parsed.columns.flatMap(column => column.references), ...keys].map(
        ({ parent, onDelete, onUpdate }) => `${parent} ${onDelete ?? 'NO ACTION'} ${onUpdate ?? 'NO ACTION'}`,
      ),
    )
  }

  it('keeps what no PRAGMA tells of a column', () => {
    const { columns } = parseOrdinary(
      `CREATE TABLE t(
         id INTEGER CONSTRAINT pk PRIMARY KEY DESC ON CONFLICT REPLACE AUTOINCREMENT,
         email TEXT COLLATE nocase CONSTRAINT nn NOT NULL ON CONFLICT FAIL CONSTRAINT u UNIQUE ON CONFLICT IGNORE
           CHECK (email LIKE '%)%' /* ) */) CONSTRAINT short CHECK(length(email)<9),
         owner REFERENCES users(id) MATCH SIMPLE ON DELETE NO ACTION NOT NULL DEFERRABLE INITIALLY DEFERRED
       )`,
    )
    expect(columns[0]?.primaryKey).toEqual({
      constraintName: 'pk',
      desc: true,
      onConflict: 'REPLACE',
      autoincrement: true,
    })
    expect(columns[1]).toMatchObject({
      collation: 'nocase',
      notNull: { constraintName: 'nn', onConflict: 'FAIL' },
      unique: { constraintName: 'u', onConflict: 'IGNORE' },
      checks: [
        { constraintName: null, expression: "email LIKE '%)%' /* ) */" },
        { constraintName: 'short', expression: 'length(email)<9' },
      ],
    })
    expect(columns[2]?.references).toEqual([
      {
        constraintName: null,
        parent: 'users',
        parentColumns: ['id'],
        onDelete: 'NO ACTION',
        onUpdate: null,
        match: 'SIMPLE',
        deferrable: 'deferred',
        isDeferred: true,
      },
    ])
  })

  it('keeps what no PRAGMA tells of table constraints', () => {
    const { constraints } = parseOrdinary(
      `CREATE TABLE t(a, b, CONSTRAINT "p k" PRIMARY KEY (a COLLATE NOCASE DESC, b) ON CONFLICT ROLLBACK,
         UNIQUE ("b" ASC) ON CONFLICT ABORT, CONSTRAINT c CHECK (a <> ',' AND (b > 0)),
         CONSTRAINT f FOREIGN KEY (a, "b") REFERENCES p ON UPDATE RESTRICT DEFERRABLE)`,
    )
    expect(constraints).toEqual([
      {
        kind: 'primary key',
        constraintName: 'p k',
        columns: [
          { kind: 'column', name: 'a', collation: 'NOCASE', desc: true },
          { kind: 'column', name: 'b', collation: null, desc: false },
        ],
        autoincrement: false,
        onConflict: 'ROLLBACK',
      },
      {
        kind: 'unique',
        constraintName: null,
        columns: [{ kind: 'column', name: 'b', collation: null, desc: false }],
        onConflict: 'ABORT',
      },
      { kind: 'check', constraintName: 'c', expression: "a <> ',' AND (b > 0)", onConflict: null },
      {
        kind: 'foreign key',
        constraintName: 'f',
        columns: ['a', 'b'],
        parent: 'p',
        parentColumns: [],
        onDelete: null,
        onUpdate: 'RESTRICT',
        match: null,
        deferrable: 'immediate',
        isDeferred: false,
      },
    ])
  })

  it.each([
    ['DEFERRABLE INITIALLY DEFERRED', 'deferred', true],
    ['DEFERRABLE INITIALLY IMMEDIATE', 'immediate', false],
    ['DEFERRABLE', 'immediate', false],
    ['NOT DEFERRABLE INITIALLY DEFERRED', 'not deferrable', false],
    ['NOT DEFERRABLE', 'not deferrable', false],
    ['', null, false],
  ])('%j waits for the commit just when SQLite does', (clause, deferrable, isDeferred) => {
    const sql = `CREATE TABLE c(x REFERENCES p(id) ${clause})`
    expect(parseOrdinary(sql).columns[0]?.references[0]).toMatchObject({ deferrable, isDeferred })
    const database = new Database(':memory:')
    database.exec(`PRAGMA foreign_keys = ON; CREATE TABLE p(id PRIMARY KEY); ${sql}; BEGIN`)
    const insert = () => database.exec('INSERT INTO c VALUES (1)')
    if (isDeferred) expect(insert).not.toThrow()
    else expect(insert).toThrow('FOREIGN KEY')
    database.close()
  })

  it('reads a table made by ALTER TABLE ADD COLUMN', () => {
    const { stored, columns } = storedTable(
      'CREATE TABLE t(a, CHECK (a > 0)); ALTER TABLE t ADD COLUMN b TEXT DEFAULT \')\' ; ALTER TABLE t RENAME COLUMN a TO "a b"',
      't',
    )
    expect(parseOrdinary(stored).columns.map(column => column.name)).toEqual(
      columns.map(column => column.name),
    )
  })

  it('names the module of a virtual table and its arguments', () => {
    expect(
      parseCreateTable(
        "CREATE VIRTUAL TABLE IF NOT EXISTS s.\"f t\" USING fts5(title, body, tokenize = 'porter, (x)', content='')",
      ),
    ).toEqual({
      kind: 'virtual',
      schema: 's',
      name: 'f t',
      module: 'fts5',
      arguments: ['title', 'body', "tokenize = 'porter, (x)'", "content=''"],
    })
    expect(parseCreateTable('CREATE VIRTUAL TABLE v USING dbstat')).toMatchObject({
      module: 'dbstat',
      arguments: [],
    })
  })

  it.each([
    '',
    'SELECT 1',
    'CREATE TABLE',
    'CREATE TABLE t(',
    'CREATE TABLE t(a',
    "CREATE TABLE t(a DEFAULT 'open)",
    'CREATE TABLE t(a) x',
    'CREATE TABLE t(a,)',
    'CREATE TABLE t(a CHECK)',
  ])('says of %j that it cannot be read', sql => {
    expect(parseCreateTable(sql)).toMatchObject({
      kind: 'unparsed',
      sql,
      because: expect.stringContaining('expected'),
    })
  })
})
