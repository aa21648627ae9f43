import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { parseCreateIndex } from '../../../src/sql/parse/create-index.ts'

interface PragmaPart {
  readonly name: string | null
  readonly desc: number
  readonly coll: string
}

const INDEXES = [
  'CREATE INDEX i ON t(a)',
  'CREATE UNIQUE INDEX IF NOT EXISTS "main"."i" ON "t" ("a" COLLATE NOCASE DESC, [b c], (a)) WHERE a <> \')\' AND b IS NOT NULL',
  "CREATE INDEX i ON t(lower(a) DESC, a || ',' COLLATE RTRIM, b)",
  'CREATE INDEX i /* on x(y) */ ON t(a -- , b\n, (a || b) COLLATE nocase ASC)',
  'CREATE INDEX i ON t(CASE WHEN a > 1 THEN b ELSE a END, substr(b, 2)) WHERE length(b) > 3 -- end',
  'CREATE INDEX i ON t("nulls", "desc" DESC)',
  "CREATE INDEX i ON t(1, x'00', NULL) WHERE a = 1",
]

describe('parseCreateIndex', () => {
  it.each(INDEXES)('agrees with PRAGMA index_xinfo on %j', sql => {
    const database = new Database(':memory:')
    database.exec(`CREATE TABLE t(a, b, "b c", "nulls", "desc"); ${sql}`)
    const stored = database.prepare("SELECT sql FROM sqlite_schema WHERE name = 'i'").pluck().get() as string
    const parts = database.prepare("SELECT * FROM pragma_index_xinfo('i') WHERE key").all() as PragmaPart[]
    const [list] = database.prepare('SELECT "unique", partial FROM pragma_index_list(\'t\')').all()
    database.close()
    const parsed = parseCreateIndex(stored)
    if (parsed.kind !== 'index') throw new Error(parsed.because)
    expect({ unique: Number(parsed.unique), partial: Number(parsed.where !== null) }).toEqual(list)
    expect(
      parsed.columns.map(part => ({
        name: part.kind === 'column' ? part.name : null,
        desc: Number(part.desc),
        coll: (part.collation ?? 'BINARY').toUpperCase(),
      })),
    ).toEqual(parts.map(({ name, desc, coll }) => ({ name, desc, coll: coll.toUpperCase() })))
  })

  it('keeps expressions and the condition as they are written', () => {
    expect(
      parseCreateIndex("CREATE INDEX i ON t((lower( a )) COLLATE NOCASE DESC, a) WHERE a  != ';' AND (b)"),
    ).toEqual({
      kind: 'index',
      schema: null,
      name: 'i',
      table: 't',
      unique: false,
      columns: [
        { kind: 'expression', text: 'lower( a )', collation: 'NOCASE', desc: true },
        { kind: 'column', name: 'a', collation: null, desc: false },
      ],
      where: "a  != ';' AND (b)",
    })
  })

  it.each(['CREATE INDEX i ON t()', 'CREATE INDEX i ON t(a', 'CREATE TABLE t(a)', 'CREATE INDEX i ON t(a,)'])(
    'says of %j that it cannot be read',
    sql => {
      expect(parseCreateIndex(sql)).toMatchObject({ kind: 'unparsed' })
    },
  )
})
