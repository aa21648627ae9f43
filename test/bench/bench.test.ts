// The bench as it is started, on tiny data: it ends, tells of every contender, and leaves JSON and charts.
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, expect, inject, test } from 'vitest'
import type { BenchResults } from '../../bench/results.ts'
import { elementsOf } from './parse-xml.ts'

const folder = mkdtempSync(join(tmpdir(), 'bench-test-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

// A dozen programs start, one after the other.
const TIMEOUT_MS = 120_000

interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

function bench(args: readonly string[], path = process.env['PATH']): Promise<Ended> {
  const target = ['--postgres-url', inject('serverUrl'), '--program', resolve('src/cli/main.ts')]
  const command = ['--import', import.meta.resolve('tsx'), resolve('bench/main.ts'), ...target, ...args]
  return new Promise(ended => {
    execFile(process.execPath, command, { env: { ...process.env, PATH: path } }, (error, stdout, stderr) =>
      ended({ code: error ? Number(error.code) : 0, stdout, stderr }),
    )
  })
}

function readResults(out: string): BenchResults {
  return JSON.parse(readFileSync(join(out, 'bench.json'), 'utf8'))
}

test(
  'a run of all parts ends, prints a row or the absence of each contender, and writes it all down',
  async () => {
    const out = join(folder, 'all')
    const sizes = ['--size', 'small', '--rounds', '1', '--tasks', '20', '--jobs', '1']
    const { code, stdout, stderr } = await bench([...sizes, '--out', out])
    expect({ code, stderr }).toMatchObject({ code: 0 })
    const results = readResults(out)
    expect(results).toMatchObject({
      formatVersion: 1,
      parts: ['load', 'start', 'growth', 'queries'],
      rounds: 1,
    })
    for (const { name, missing, parts } of results.contenders) {
      const own = results.measurements.filter(one => one.contender === name)
      expect(stdout).toMatch(missing ? `  ${name}` : name)
      expect(new Set(own.map(one => one.part))).toEqual(new Set(missing === null ? parts : []))
      expect(own.flatMap(one => (one.result.kind === 'failed' ? [one] : []))).toEqual([])
    }
    expect(results.queries).toHaveLength(15)
    expect(results.bars.every(({ bar }) => stdout.includes(bar.name))).toBe(true)
    expect(results.problems).toEqual([])
    expect(readdirSync(out).sort()).toEqual([
      'bench.json',
      'bench.txt',
      'growth.svg',
      'load.svg',
      'queries.svg',
    ])
    for (const name of ['growth.svg', 'load.svg', 'queries.svg']) {
      expect(elementsOf(readFileSync(join(out, name), 'utf8')).length).toBeGreaterThan(10)
    }
  },
  TIMEOUT_MS,
)

test(
  'peers that are not installed are named, and the others run',
  async () => {
    const [out, empty] = [join(folder, 'alone'), join(folder, 'empty')]
    mkdirSync(empty)
    const args = ['--only', 'load', '--size', 'wide-small', '--rounds', '1', '--out', out]
    const { code, stdout } = await bench(args, empty)
    expect(code).toBe(0)
    expect(stdout).toMatch(/pgloader +missing +pgloader is not installed/)
    expect(stdout).toMatch(/psql \\copy +missing +psql is not installed/)
    expect(stdout).toMatch(/sqlite3 -csv \| psql +missing +sqlite3 is not installed, psql is not installed/)
    const { measurements, summary } = readResults(out)
    expect(measurements.map(one => one.contender)).toEqual(['sqlite2pg', 'sqlite2pg --proof none'])
    const figures = summary.lines.filter(line => line.contender === 'sqlite2pg').map(line => line.figure)
    expect(figures).toEqual(['whole', 'load', 'rows', 'census', 'verify'])
  },
  TIMEOUT_MS,
)

test('a size that the disk has no room for is refused before anything is made', async () => {
  const { code, stderr } = await bench(['--only', 'growth', '--tasks', '999999999'])
  expect(code).toBe(2)
  expect(stderr).toMatch(
    /^size 999999999 tasks \(.*\) needs about 1\.5 TB in .*, where .* are free\. Name another/,
  )
})
