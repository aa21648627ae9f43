// `npm run bench`: makes its data, runs every contender that is here in turn, prints and writes what it found.
// README.md beside this file says how to read it. Ends with 0 when everything
// ran, whether the bars are met or not; 1 when a part ended early, 2 when it could not begin, 130 when interrupted.
import { existsSync } from 'node:fs'
import { maskPasswords } from '../src/postgres/target/mask-passwords.ts'
import { BARS } from './bars.ts'
import { allContenders, findEntrants } from './contenders/all.ts'
import { freeBytes, objectToSizes } from './data/free-space.ts'
import { judgeBars } from './judge-bars.ts'
import { describeMachine } from './machine.ts'
import { type BenchOptions, HELP, readOptions } from './options.ts'
import { progressText } from './present/progress.ts'
import { resultsText } from './present/results-text.ts'
import { writeResults } from './present/write-results.ts'
import type { BenchResults } from './results.ts'
import { allSizes, runParts } from './run-parts.ts'
import { type BenchServer, provideServer } from './server/bench-server.ts'
import { describeSize } from './sizes.ts'
import { summarize } from './summary.ts'
import { quietEnvironment, type Workspace, withFolder } from './workspace.ts'

process.exitCode = await main(process.argv.slice(2))

async function main(args: readonly string[]): Promise<number> {
  const interruption = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => interruption.abort(new Error('interrupted')))
  }
  try {
    const options = readOptions(args)
    if (options === null) {
      process.stdout.write(HELP)
      return 0
    }
    return await withFolder(options.dataFolder, folder => runIn(folder, options, interruption.signal))
  } catch (error) {
    tell(maskPasswords(error instanceof Error ? error.message : String(error)))
    return interruption.signal.aborted ? 130 : 2
  }
}

async function runIn(folder: string, options: BenchOptions, signal: AbortSignal): Promise<number> {
  requirePossible(folder, options)
  const server = await provideServer(options.postgresUrl, folder)
  try {
    const results = await measure(server, options, workspaceOf(folder, server, options, signal))
    process.stdout.write(resultsText(results))
    for (const path of writeResults(results, options.outFolder)) tell(`wrote ${path}`)
    if (signal.aborted) return 130
    return results.problems.length === 0 ? 0 : 1
  } finally {
    await server.stop()
  }
}

function requirePossible(folder: string, options: BenchOptions): void {
  const objection = objectToSizes(allSizes(options), folder, freeBytes(folder))
  if (objection !== null) throw new Error(objection)
  if (existsSync(options.programPath)) return
  throw new Error(`there is no ${options.programPath}; npm run build makes dist/cli/main.js`)
}

function workspaceOf(
  folder: string,
  server: BenchServer,
  { timeoutSeconds }: BenchOptions,
  signal: AbortSignal,
): Workspace {
  return {
    folder,
    serverUrl: server.url,
    environment: quietEnvironment(process.env),
    timeoutSeconds,
    signal,
    onMeasured: (measurement, rounds) => tell(progressText(measurement, rounds)),
    onNote: tell,
  }
}

async function measure(
  { version, settings }: BenchServer,
  options: BenchOptions,
  workspace: Workspace,
): Promise<BenchResults> {
  const [startedAt, started] = [new Date().toISOString(), performance.now()]
  const { parts, rounds, programPath, jobs } = options
  const machine = await describeMachine()
  const entrants = await findEntrants(allContenders(programPath, jobs), workspace.signal)
  const { measurements, queries, data, problems } = await runParts(options, entrants, workspace)
  const sizes = data.map(({ size, sizeBytes }) => {
    return { name: size.name, description: describeSize(size), sqliteBytes: sizeBytes }
  })
  return {
    formatVersion: 1,
    startedAt,
    seconds: (performance.now() - started) / 1000,
    parts,
    rounds,
    machine,
    server: { version, settings },
    contenders: entrants.map(({ found }) => found),
    sizes,
    measurements,
    queries,
    summary: summarize(measurements),
    bars: judgeBars(BARS, measurements),
    problems,
  }
}

function tell(text: string): void {
  process.stderr.write(`${text}\n`)
}
