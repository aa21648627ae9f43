// The five generations of the todo schema, moved whole, each with its config and without; what is published is
// asked of the server's catalog and held against the guide.
import { afterAll, describe, expect, it } from 'vitest'
import { fixtureNames } from '../../fixtures/build.ts'
import { migrate, verify } from '../../src/index.ts'
import { withDatabase } from '../server/database.ts'
import { structureOf } from './catalog.ts'
import { sourceContents, tablesOf, targetContents } from './cells.ts'
import { folderDigest } from './folder-digest.ts'
import { GUIDE_SCHEMAS } from './guide-schemas.ts'
import { fixtureFile, fixtureWishes } from './workplace.ts'

const GENERATIONS = fixtureNames().filter(name => name !== 'hard')
const configured = GENERATIONS.filter(name => Object.keys(fixtureWishes(name)).length > 0)
const CASES = [
  ...GENERATIONS.map(name => ({ name, wishes: {}, title: `${name} as the file says` })),
  ...configured.map(name => ({ name, wishes: fixtureWishes(name), title: `${name} with its config` })),
]

const database = await withDatabase()
afterAll(() => database.drop())

describe.each(CASES)('$title', ({ name, wishes, title }) => {
  const schema = title.replaceAll(' ', '_')
  const options = { sqlitePath: fixtureFile(name), url: database.url, schema, tables: wishes }

  it('arrives with every cell, verifies, and is the same when moved twice', async () => {
    const file = folderDigest(options.sqlitePath)
    const first = await migrate(options)
    expect(first).toMatchObject({ outcome: 'succeeded', exitCode: 0, error: null })
    const contents = await targetContents(database.url, schema)
    expect(contents).toEqual(await sourceContents(options.sqlitePath, database.url, schema))
    const structure = await structureOf(database.url, schema)

    const verified = await verify(options)
    expect(verified).toMatchObject({ outcome: 'succeeded', exitCode: 0, error: null })
    expect(verified.checks.map(({ status }) => status)).not.toContain('different')

    const second = await migrate({ ...options, forceRecreate: true })
    expect(second).toMatchObject({ outcome: 'succeeded', exitCode: 0, error: null })
    expect(await targetContents(database.url, schema)).toEqual(contents)
    expect(await structureOf(database.url, schema)).toEqual(structure)
    expect(folderDigest(options.sqlitePath)).toEqual(file)
  })

  it('reports as many rows as both sides hold', async () => {
    const report = await verify(options)
    const contents = await targetContents(database.url, schema)
    const counts = Object.entries(contents).map(([table, rows]) => [table, BigInt(rows.length)])
    expect(Object.fromEntries(report.tables.map(table => [table.target, table.targetRows]))).toEqual(
      Object.fromEntries(counts),
    )
    expect(report.tables.map(table => table.sourceRows)).toEqual(report.tables.map(table => table.targetRows))
  })
})

describe('with its config a generation is in PostgreSQL what the guide describes:', () => {
  it.each(GENERATIONS)('%s', async name => {
    const schema = `guide_${name.replaceAll('-', '_')}`
    const options = { sqlitePath: fixtureFile(name), url: database.url, schema, tables: fixtureWishes(name) }
    expect((await migrate(options)).error).toBeNull()
    const { functions, triggers, ...structure } = await structureOf(database.url, schema)
    const guide = GUIDE_SCHEMAS[name as keyof typeof GUIDE_SCHEMAS]
    expect({ ...structure, triggers: triggers.map(nameOfTrigger) }).toEqual(guide)
    expect(functions).toHaveLength(triggers.length)
  })

  it('all constraints of healthy data are validated', async () => {
    for (const name of GENERATIONS) {
      const { constraints } = await structureOf(database.url, `guide_${name.replaceAll('-', '_')}`)
      expect(constraints.filter(line => line.includes('NOT VALID'))).toEqual([])
    }
  })

  it('only the tables of the file are there, and no schema of a run is left', async () => {
    expect(await tablesOf(database.url, 'guide_e_recurring_patterns')).toEqual([
      'recurring_patterns',
      'tasks',
      'users',
    ])
    expect(await tablesOf(database.url, 'public')).toEqual([])
  })
})

function nameOfTrigger(line: string): string {
  return line.replace(/CREATE TRIGGER (\S+) .*/, '$1')
}
