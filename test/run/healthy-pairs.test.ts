// Copies without a fault, whoever made them: our own migrate, a person, or pgloader. verify finds each identical, every cell
// compared, and no check different.
import { afterAll, describe, expect, it } from 'vitest'
import { type Check, type MigrateOptions, migrate, verify } from '../../src/index.ts'
import { buildCase } from '../cases/case.ts'
import { withDatabase } from '../server/database.ts'
import { HAND_PAIRS, makeByHand } from './healthy/hand-pairs.ts'
import { OWN_PAIRS, type OwnPair } from './healthy/own-pairs.ts'
import { hasPgloader, LOADED_PAIRS, load } from './healthy/pgloader-pairs.ts'
import { fixtureFile, sourceFile } from './workplace.ts'

const database = await withDatabase()
afterAll(() => database.drop())
const { url } = database

async function expectIdentical(options: MigrateOptions): Promise<void> {
  const report = await verify(options)
  const { exitCode, error, differences } = report
  expect({ exitCode, error, differences }).toEqual({ exitCode: 0, error: null, differences: [] })
  const unequal = report.checks.filter(check => check.status === 'different' || isLeftOut(check))
  expect(unequal).toEqual([])
  const unlike = report.tables.filter(({ proof }) => proof !== 'identical')
  expect(unlike.map(({ target, proof }) => `${target}: ${proof}`)).toEqual([])
  expect(report.tables.length).toBeGreaterThan(0)
}

/** A view is not compared where rows of its tables are set aside. */
function isLeftOut({ kind, status }: Check): boolean {
  return status === 'not compared' && kind !== 'view'
}

function pathOf({ file }: OwnPair): string | Promise<string> {
  if (typeof file === 'string' || typeof file === 'function') return sourceFile(file)
  return 'fixture' in file ? fixtureFile(file.fixture) : buildCase(file.case)
}

describe('a copy of ours is identical:', () => {
  it.each(OWN_PAIRS)('$title', async pair => {
    const schema = `own_${OWN_PAIRS.indexOf(pair)}`
    const options = { sqlitePath: await pathOf(pair), url, schema, ...pair.options }
    const moved = await migrate(options)
    expect({ exitCode: moved.exitCode, error: moved.error }).toEqual({ exitCode: 0, error: null })
    expect(moved.tables.map(({ proof }) => proof)).not.toContain('different')
    await expectIdentical(options)
  })
})

describe('a copy made by hand with other types is identical:', () => {
  it.each(HAND_PAIRS)('$title', async pair => {
    const schema = `hand_${HAND_PAIRS.indexOf(pair)}`
    await makeByHand(pair, url, schema)
    await expectIdentical({ sqlitePath: sourceFile(pair.source), url, schema, ...pair.options })
  })
})

const installed = await hasPgloader()
if (!installed) console.log('pgloader is not installed: pairs made by it are left out')

describe.skipIf(!installed)('a copy made by pgloader with types that lose nothing is identical:', () => {
  it.concurrent.each(LOADED_PAIRS)('$title', async pair => {
    const own = await withDatabase()
    try {
      const sqlitePath = sourceFile(pair.source)
      await load(sqlitePath, own.url)
      await expectIdentical({ sqlitePath, url: own.url })
    } finally {
      await own.drop()
    }
  })
})
