// The servers of the first users are PostgreSQL 15: the same runs on the one this machine has installed.
import { afterAll, describe, expect, it } from 'vitest'
import { migrate, verify } from '../../src/index.ts'
import { query, withDatabase } from '../server/database.ts'
import { startOtherServer } from '../server/other-server.ts'
import { structureOf } from './catalog.ts'
import { sourceContents, targetContents } from './cells.ts'
import { GUIDE_SCHEMAS } from './guide-schemas.ts'
import { fixtureFile, fixtureWishes } from './workplace.ts'

const server = await startOtherServer()
afterAll(() => server?.stop())
const title =
  server === null
    ? 'an older PostgreSQL (none is installed here: skipped)'
    : `PostgreSQL ${server.serverVersion}`

describe.skipIf(server === null)(title, () => {
  it.each(['e-recurring-patterns', 'c-chat-and-tags', 'hard'])(
    '%s moves, verifies and is replaced',
    async name => {
      const database = await withDatabase({ serverUrl: server?.url ?? '' })
      const options = { sqlitePath: fixtureFile(name), url: database.url, tables: fixtureWishes(name) }
      expect((await migrate(options)).error).toBeNull()
      expect(await targetContents(database.url)).toEqual(
        await sourceContents(options.sqlitePath, database.url),
      )
      expect(await verify(options)).toMatchObject({ outcome: 'succeeded', exitCode: 0 })
      expect((await migrate({ ...options, forceRecreate: true })).error).toBeNull()
      expect(await targetContents(database.url)).toEqual(
        await sourceContents(options.sqlitePath, database.url),
      )
      await database.drop()
    },
  )

  it('has the columns, keys and indexes that the guide describes', async () => {
    const database = await withDatabase({ serverUrl: server?.url ?? '' })
    const name = 'e-recurring-patterns'
    await migrate({ sqlitePath: fixtureFile(name), url: database.url, tables: fixtureWishes(name) })
    const { columns, constraints, indexes } = await structureOf(database.url)
    expect({ columns, constraints, indexes }).toMatchObject({
      columns: GUIDE_SCHEMAS[name].columns,
      constraints: GUIDE_SCHEMAS[name].constraints,
      indexes: GUIDE_SCHEMAS[name].indexes,
    })
    await database.drop()
  })

  it('an ordinary role that may not create in public is told so', async () => {
    const database = await withDatabase({ serverUrl: server?.url ?? '' })
    await query(database.url, `CREATE ROLE plain LOGIN PASSWORD 'plain'`)
    const url = new URL(database.url)
    url.username = 'plain'
    url.password = 'plain'
    const report = await migrate({ sqlitePath: fixtureFile('d-integer-ids'), url: url.href })
    expect(report).toMatchObject({ exitCode: 4, error: { code: 'TARGET_PRIVILEGE' } })
    expect(report.error?.hint).toContain('GRANT')
    await database.drop()
  })
})
