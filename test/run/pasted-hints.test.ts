// SQL in a hint runs as it is pasted: in any schema, whatever the names, on any search path.
import { createHash } from 'node:crypto'
import { afterAll, describe, expect, it } from 'vitest'
import { migrate } from '../../src/index.ts'
import { query, withDatabase } from '../server/database.ts'
import { sourceFile } from './workplace.ts'

const database = await withDatabase()
afterAll(() => database.drop())

/** Text that nothing compresses much. */
const noise = Array.from({ length: 100 }, (_, i) =>
  createHash('sha256').update(`${i}`).digest('base64'),
).join('')

const sqlitePath = sourceFile(file => {
  // NULL in a column that is NOT NULL is made behind SQLite's back.
  file.unsafeMode(true)
  file.exec(`PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON;
  CREATE TABLE "Big Users" (id INTEGER PRIMARY KEY, "Bio" TEXT, note TEXT, CONSTRAINT "Some Bio" CHECK ("Bio" <> ''));
  INSERT INTO "Big Users" VALUES (1, '', NULL), (2, '${noise}', '${noise}');
  CREATE INDEX "By Bio" ON "Big Users" ("Bio");
  CREATE INDEX both ON "Big Users" ("Bio", note) WHERE id > 0;
  CREATE TABLE "order" (id INTEGER PRIMARY KEY, "User" INT CONSTRAINT "of user" REFERENCES "Big Users" (id), title TEXT NOT NULL, code INT);
  INSERT INTO "order" VALUES (1, 9, 'a', 4);
  CREATE TABLE lines ("Code" INT REFERENCES "order" (code));
  INSERT INTO lines VALUES (4);
  PRAGMA writable_schema = ON;
  UPDATE sqlite_schema SET sql = replace(sql, 'code INT)', 'code INT, late TEXT NOT NULL)') WHERE name = 'order';`)
})
const schema = 'Sales Data'
const report = await migrate({ sqlitePath, url: database.url, schema })

const hintFor = (code: string, object: string): string =>
  report.notices.find(notice => notice.code === code && notice.object === object)?.hint ?? ''
/** The statements of a hint: from a word of SQL to the semicolon. */
const statementsOf = (hint: string): readonly string[] =>
  hint.match(/(?:ALTER TABLE|CREATE INDEX) [^;]*;/g) ?? []
const paste = async (code: string, object: string): Promise<number> => {
  const statements = statementsOf(hintFor(code, object))
  for (const statement of statements) await query(database.url, statement)
  return statements.length
}
const ask = (sql: string) => query(database.url, sql)

describe('the SQL of a hint runs as it is pasted', () => {
  it('to validate a foreign key', async () => {
    await ask(`UPDATE "Sales Data"."order" SET "User" = 1`)
    expect(await paste('ORPHANS', 'order.User → Big Users.id')).toBe(1)
    expect(await ask(`SELECT convalidated FROM pg_constraint WHERE conname = 'of user'`)).toEqual([
      { convalidated: true },
    ])
  })

  it('to validate a CHECK', async () => {
    await ask(`UPDATE "Sales Data"."Big Users" SET "Bio" = 'x' WHERE id = 1`)
    expect(await paste('CHECK_NOT_VALID', 'Big Users.Some Bio')).toBe(1)
    expect(await ask(`SELECT convalidated FROM pg_constraint WHERE conname = 'Some Bio'`)).toEqual([
      { convalidated: true },
    ])
  })

  it('to make a column NOT NULL', async () => {
    await ask(`UPDATE "Sales Data"."order" SET late = 'x'`)
    expect(await paste('NOT_NULL_LEFT_OUT', 'order.late')).toBe(1)
  })

  it('to create an index on values that no btree takes', async () => {
    expect(await paste('INDEX_LEFT_OUT', 'By Bio')).toBe(1)
    expect(await paste('INDEX_LEFT_OUT', 'both')).toBe(1)
    const indexes = await ask(
      `SELECT indexdef FROM pg_indexes WHERE indexname IN ('By Bio', 'both') ORDER BY 1`,
    )
    expect(indexes).toEqual([
      { indexdef: `CREATE INDEX "By Bio" ON "Sales Data"."Big Users" USING hash ("Bio")` },
      {
        indexdef: `CREATE INDEX "both" ON "Sales Data"."Big Users" USING btree (md5("Bio"), md5(note)) WHERE (id > 0)`,
      },
    ])
  })

  it('to add a foreign key whose parent is not unique by declaration', async () => {
    expect(await paste('FOREIGN_KEY_LEFT_OUT', 'lines.Code → order.code')).toBe(2)
  })
})
