// A race with contenders that do next to nothing: who runs when, and what counts as a failure.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, inject, test } from 'vitest'
import type { Contender } from '../../bench/contender.ts'
import { provideDataSet } from '../../bench/data/data-set.ts'
import type { Measurement } from '../../bench/measurement.ts'
import { race } from '../../bench/parts/race.ts'
import { growthSize } from '../../bench/sizes.ts'
import type { Workspace } from '../../bench/workspace.ts'

const folder = mkdtempSync(join(tmpdir(), 'bench-race-'))
const data = provideDataSet(growthSize(10), folder)
const runs = mkdtempSync(join(folder, 'runs-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function measure(rounds: number, ...contenders: Contender[]): Promise<readonly Measurement[]> {
  const measured: Measurement[] = []
  const workspace: Workspace = {
    folder: runs,
    serverUrl: inject('serverUrl'),
    environment: process.env,
    timeoutSeconds: 20,
    signal: new AbortController().signal,
    onMeasured: measurement => measured.push(measurement),
    onNote: () => {},
  }
  await race({ part: 'load', rounds, data, contenders }, workspace)
  return measured
}

function contender(name: string, script: string, more: Partial<Contender> = {}): Contender {
  return {
    name,
    does: '',
    parts: ['load'],
    fillsTarget: false,
    find: async () => ({ kind: 'available', version: '1' }),
    command: () => ({ file: process.execPath, args: ['-e', script] }),
    readSeconds: ({ seconds }) => ({ whole: seconds }),
    ...more,
  }
}

test('every other round goes backwards, and nothing is left behind', async () => {
  const measured = await measure(3, contender('a', ''), contender('b', ''))
  expect(measured.map(one => `${one.round}${one.contender}`)).toEqual(['1a', '1b', '2b', '2a', '3a', '3b'])
  expect(measured.every(one => one.result.kind === 'done')).toBe(true)
  expect(readdirSync(runs)).toEqual([])
})

test('a contender that ends badly has failed with its last words, and the next one runs', async () => {
  const measured = await measure(
    1,
    contender('bad', 'console.error("first\\nlast postgres://me:secret@there/x"); process.exit(3)'),
    contender('good', ''),
  )
  expect(measured.map(one => one.result)).toEqual([
    { kind: 'failed', because: 'ended with code 3: last postgres://me:***@there/x' },
    expect.objectContaining({ kind: 'done' }),
  ])
})

test('a contender that leaves other rows than the data have has failed, however fast it was', async () => {
  const createUsers = `CREATE TABLE users (id int); INSERT INTO users SELECT 1 FROM generate_series(1, 3)`
  const lazy = contender('lazy', '', {
    fillsTarget: true,
    command: ({ target }) => ({ file: process.execPath, args: ['-e', connectAnd(createUsers), target.url] }),
  })
  const [only] = await measure(1, lazy)
  expect(only?.result).toEqual({ kind: 'failed', because: 'left 3 rows in users instead of 1' })
})

function connectAnd(sql: string): string {
  const pg = JSON.stringify(import.meta.resolve('pg'))
  return `import(${pg}).then(async ({ default: { Client } }) => {
    const client = new Client({ connectionString: process.argv[1] })
    await client.connect()
    await client.query(${JSON.stringify(sql)})
    await client.end()
  })`
}
