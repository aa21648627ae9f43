// A server that answers and does not let the run do its work: password, role, database, privileges, encoding.
// After each, nothing of the run is left in the database.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runProgram } from '../package/program.ts'
import { query } from '../server/database.ts'
import { asUser, type OwnedDatabase, withOwnedDatabase } from './owned-database.ts'
import { expectRefusal, type WantedRefusal } from './refusal.ts'
import { folderWithSource } from './source-folder.ts'

let database: OwnedDatabase
let guest: string
const others: OwnedDatabase[] = []

beforeAll(async () => {
  database = await withOwnedDatabase()
  guest = `guest_of_${database.name}`
  await query(database.adminUrl, `CREATE ROLE ${guest} LOGIN PASSWORD 'Qu4gga.s3cret'`)
})
afterAll(async () => {
  for (const other of others) await other.drop()
  await query(database.adminUrl, `DROP OWNED BY ${guest}; DROP ROLE ${guest}`)
  await database.drop()
})

type Wanted = Omit<WantedRefusal, 'exit'>

function refuses(url: string, wanted: Wanted, argv: readonly string[] = [], untouched = database.adminUrl) {
  return expectRefusal(folderWithSource(), [...argv, '-p', url], { exit: 4, ...wanted }, { untouched })
}

describe('a login that is refused', () => {
  test('with a wrong password', async () => {
    await refuses(asUser(database.url, database.owner, 'Qu4gga.wrong'), {
      code: 'TARGET_AUTHENTICATION',
      says: new RegExp(`refused the password of user "${database.owner}"`),
      hints: /percent-encode.*PGPASSWORD or a \.pgpass/,
    })
  })

  test('without a password', async () => {
    const url = new URL(database.url)
    url.password = ''
    await refuses(url.href, {
      code: 'TARGET_AUTHENTICATION',
      says: /wants a password for user ".*" and none was given$/,
      hints: /user:password@host.*PGPASSWORD.*\.pgpass/,
    })
  })

  test('to a database that is not there', async () => {
    const url = new URL(database.url)
    url.pathname = '/no_such_database'
    await refuses(url.href, {
      code: 'TARGET_NO_DATABASE',
      says: /has no database "no_such_database"$/,
      hints: /createdb --host=.* --encoding=UTF8 --template=template0 no_such_database/,
    })
  })

  test('to a role that may not log in', async () => {
    const role = `group_of_${database.name}`
    await query(database.adminUrl, `CREATE ROLE ${role} PASSWORD 'Qu4gga.s3cret'`)
    await refuses(asUser(database.url, role), {
      code: 'TARGET_AUTHENTICATION',
      says: new RegExp(`does not let user "${role}" in: the role may not log in$`),
      hints: /ALTER ROLE .* LOGIN/,
    })
    await query(database.adminUrl, `DROP ROLE ${role}`)
  })

  test('to a database that others may not connect to', async () => {
    await query(database.adminUrl, `REVOKE CONNECT ON DATABASE ${database.name} FROM PUBLIC`)
    await refuses(asUser(database.url, guest), {
      code: 'TARGET_PRIVILEGE',
      says: /permission denied for database/,
      hints: /GRANT CONNECT ON DATABASE/,
    })
    await query(database.adminUrl, `GRANT CONNECT ON DATABASE ${database.name} TO PUBLIC`)
  })
})

describe('a role that may not do what a run does', () => {
  test('without CREATE on the database no private schema can be made', async () => {
    await query(database.adminUrl, `GRANT USAGE, CREATE ON SCHEMA public TO ${guest}`)
    await refuses(asUser(database.url, guest), {
      code: 'TARGET_PRIVILEGE',
      says: new RegExp(`^user "${guest}" may not create schemas in database "${database.name}"$`),
      hints: new RegExp(`GRANT CREATE ON DATABASE "${database.name}" TO "${guest}";`),
    })
    await query(database.adminUrl, `REVOKE ALL ON SCHEMA public FROM ${guest}`)
  })

  test('without CREATE on the target schema nothing is published into it, unless it is another', async () => {
    await query(database.adminUrl, `GRANT CREATE ON DATABASE ${database.name} TO ${guest}`)
    const url = asUser(database.url, guest)
    const wanted: Wanted = {
      code: 'TARGET_PRIVILEGE',
      says: new RegExp(`^user "${guest}" may not create tables in schema "public"$`),
      hints: new RegExp(`GRANT USAGE, CREATE ON SCHEMA "public" TO "${guest}"; Or give another --schema`),
    }
    await refuses(url, wanted)
    await refuses(url, wanted, ['--dry-run'])
    const own = await runProgram(folderWithSource(), ['-p', url, '--schema', 'own', '--quiet'])
    expect(own).toEqual({ exitCode: 0, stdout: '', stderr: '' })
    await query(
      database.adminUrl,
      `DROP SCHEMA own CASCADE; REVOKE CREATE ON DATABASE ${database.name} FROM ${guest}`,
    )
  })

  test('a role with a schema of its own but without CREATE on the database learns what is missing', async () => {
    await query(database.adminUrl, `CREATE SCHEMA guests AUTHORIZATION ${guest}`)
    await refuses(
      asUser(database.url, guest),
      {
        code: 'TARGET_PRIVILEGE',
        says: /may not create schemas in database/,
        hints: new RegExp(`GRANT CREATE ON DATABASE "${database.name}" TO "${guest}";`),
      },
      ['--schema', 'guests'],
    )
    await query(database.adminUrl, 'DROP SCHEMA guests')
  })

  test('who may not read the tables learns what lets verify read them', async () => {
    await query(database.adminUrl, 'CREATE TABLE public.tasks (id int)')
    await refuses(
      asUser(database.url, guest),
      {
        code: 'TARGET_PRIVILEGE',
        says: /permission denied for (schema|table)/,
        hints: new RegExp(`GRANT SELECT ON ALL TABLES IN SCHEMA "public" TO "${guest}";`),
      },
      ['verify'],
    )
    await query(database.adminUrl, 'DROP TABLE public.tasks')
  })

  test('a table of somebody else is not replaced, and the plan says so already', async () => {
    await query(database.adminUrl, 'CREATE TABLE public.tasks (id int)')
    const wanted: Wanted = {
      code: 'TARGET_PRIVILEGE',
      says: /^table tasks of schema public belongs to role ".+", and only its owner may replace it$/,
      hints: new RegExp(`ALTER TABLE "public"."tasks" OWNER TO "${database.owner}";`),
    }
    await refuses(database.url, wanted, ['--force-recreate', '--dry-run'])
    await refuses(database.url, wanted, ['--force-recreate', '--yes'])
    await query(database.adminUrl, 'DROP TABLE public.tasks')
  })

  test('a read-only role setting', async () => {
    await query(database.adminUrl, `ALTER ROLE ${database.owner} SET default_transaction_read_only = on`)
    await refuses(database.url, {
      code: 'TARGET_READ_ONLY',
      says: /are read-only$/,
      hints: /default_transaction_read_only/,
    })
    await query(database.adminUrl, `ALTER ROLE ${database.owner} RESET default_transaction_read_only`)
  })
})

describe('a database in another encoding', () => {
  test.each(['SQL_ASCII', 'LATIN1'])('%s', async encoding => {
    const other = await withOwnedDatabase({
      encoding,
    })
    others.push(other)
    await refuses(
      other.url,
      {
        code: 'TARGET_ENCODING',
        says: new RegExp(`^database "${other.name}" stores text as ${encoding}, which cannot hold`),
        hints: /createdb .*--encoding=UTF8 --template=template0/,
      },
      [],
      other.adminUrl,
    )
  })
})
