// Data and names that need the user's word: each end says which object, which fact, and the option that
// decides it. A dry run ends as the real run would.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { runProgram } from '../package/program.ts'
import { query } from '../server/database.ts'
import { type OwnedDatabase, withOwnedDatabase } from './owned-database.ts'
import { expectRefusal, type WantedRefusal } from './refusal.ts'
import { folderWithSource } from './source-folder.ts'

let database: OwnedDatabase
beforeAll(async () => {
  database = await withOwnedDatabase()
})
afterAll(() => database?.drop())

/** Two users, and three tasks of which one belongs to nobody; `due` holds a text that is no date. */
const SOURCE = `PRAGMA foreign_keys = off;
  CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL);
  CREATE TABLE tasks (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users(id), title TEXT, due TEXT);
  CREATE INDEX by_title ON tasks (title);
  INSERT INTO users VALUES (1, 'a@x'), (2, 'b@x');
  INSERT INTO tasks VALUES (1, 1, 'one', '2024-01-01'), (2, 2, 'two', 'soon'), (3, 9, 'three', NULL);`

async function refuses(argv: readonly string[], wanted: WantedRefusal): Promise<void> {
  const folder = folderWithSource(SOURCE)
  for (const first of [['migrate'], ['migrate', '--dry-run']]) {
    await expectRefusal(folder, [...first, '-p', database.url, ...argv], wanted, {
      untouched: database.adminUrl,
    })
  }
}

describe.concurrent('data that needs a decision', () => {
  test('--orphans=fail names the foreign key, the count and the rows', async () => {
    await refuses(['--orphans', 'fail'], {
      exit: 5,
      code: 'DECISION_NEEDED',
      says: /^tasks\.user_id → users\.id: 1 orphan row/,
      hints: /--orphans=keep/,
    })
  })

  test('--strict lists the warnings that stop it', async () => {
    await refuses(['--strict'], {
      exit: 5,
      code: 'STRICT_WARNINGS',
      says: /^1 warning with --strict: tasks\.user_id → users\.id: 1 orphan row/,
      hints: /--orphans=fail .*Without --strict the run goes on\./,
    })
  })

  test('--cast to a type that cannot hold the values names the column and a value', async () => {
    await refuses(['--cast', 'tasks.due=date'], {
      exit: 5,
      code: 'DECISION_NEEDED',
      says: /^tasks\.due: cannot become date as asked: 1 of 2 values .*'soon'/,
      hints: /a type that holds every value/,
    })
  })
})

describe.concurrent('a wish that fits nothing in the source', () => {
  test('--cast of a column that is not there', async () => {
    await refuses(['--cast', 'tasks.dou=date'], {
      exit: 2,
      code: 'BAD_CONFIG',
      says: /^tasks\.dou: --cast names a column the file does not have/,
      hints: /--cast/,
    })
  })

  test('--cast of a table that is not there', async () => {
    await refuses(['--cast', 'task.due=date'], {
      exit: 2,
      code: 'BAD_CONFIG',
      says: /^task\.due: --cast names a column the file does not have/,
      hints: /--cast/,
    })
  })

  test('--cast to a type that does not exist', async () => {
    await refuses(['--cast', 'tasks.due=datte'], {
      exit: 2,
      code: 'BAD_OPTION_VALUE',
      says: /^tasks\.due: no cast and no type of the server is called datte/,
      hints: /timestamptz, .*epoch_ms/,
    })
  })

  test('--include that matches no table', async () => {
    await refuses(['--include', 'taks*'], {
      exit: 2,
      code: 'BAD_OPTION_VALUE',
      says: /no table of the file is left .*--include/,
      hints: /users, tasks/,
    })
  })
})

describe('a name that is taken in the target', () => {
  afterEach(() =>
    query(
      database.adminUrl,
      `DROP SCHEMA public CASCADE; CREATE SCHEMA public AUTHORIZATION ${database.owner}`,
    ),
  )

  const inTheWay = async (sql: string, says: RegExp, hints: RegExp, argv: readonly string[] = []) => {
    await query(database.url, sql)
    await refuses(argv, { exit: 4, code: 'TARGET_OCCUPIED', says, hints })
  }

  test('by a table with rows of somebody', () =>
    inTheWay(
      "CREATE TABLE tasks (mine text); INSERT INTO tasks VALUES ('precious')",
      /^schema public holds already: table tasks$/,
      /--force-recreate to replace .*--schema/,
    ))

  test('by a view, which --force-recreate does not replace', () =>
    inTheWay(
      'CREATE VIEW tasks AS SELECT 1 AS x',
      /^schema public holds already: view tasks$/,
      /^Drop or rename it \(--force-recreate replaces a table by a table, a view by a view\).*--schema/,
      ['--force-recreate', '--yes'],
    ))

  test('by an index', () =>
    inTheWay(
      'CREATE TABLE other (x int); CREATE INDEX by_title ON other (x)',
      /^schema public holds already: index by_title$/,
      /^Drop or rename it.*--schema/,
    ))

  test('by a sequence', () =>
    inTheWay(
      'CREATE SEQUENCE tasks_id_seq',
      /^schema public holds already: sequence tasks_id_seq$/,
      /^Drop or rename it.*--schema/,
    ))

  test('by a table that a view holds on to, which --force-recreate would orphan', async () => {
    await query(database.url, 'CREATE TABLE tasks (id int); CREATE VIEW mine AS SELECT id FROM tasks')
    await refuses(['--force-recreate', '--yes'], {
      exit: 4,
      code: 'TARGET_DEPENDENTS',
      says: /view public\.mine on tasks/,
      hints: /Drop them.*--schema/,
    })
  })
})

test('what was refused goes through with the option that the hint names', async () => {
  const run = (...argv: string[]) =>
    runProgram(folderWithSource(SOURCE), ['-p', database.url, '--quiet', ...argv])
  expect(await run('--orphans=keep', '--cast', 'tasks.due=text')).toMatchObject({ exitCode: 0 })
  expect(await run('--force-recreate', '--yes')).toMatchObject({ exitCode: 0 })
})
