// What a run of the storm plays on: its draws, the server, databases of its own, and programs that may not hang.
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RunReport } from '../../../src/model/report.ts'
import { query } from '../../server/database.ts'
import { type Ended, type Program, startProgram } from '../program.ts'
import type { DrawnRun } from './draw-run.ts'
import { endsWithin } from './fault.ts'
import { Misdeed } from './judge.ts'
import type { StormServer } from './storm-server.ts'
import type { Command } from './verbs.ts'

export interface Stage {
  readonly server: StormServer
  readonly drawn: DrawnRun
  readonly folder: string
  /** Told what happens, for the log of a run that fails. */
  readonly note: (text: string) => void
}

export interface OwnDatabase {
  readonly name: string
  readonly url: string
  drop(): Promise<void>
}

/** On the disk that the fault needs. */
export async function createDatabase({ server, drawn }: Stage, template: string): Promise<OwnDatabase> {
  const name = `storm_${randomBytes(6).toString('hex')}`
  const place = drawn.fault.disk === 'tablespace' ? 'TABLESPACE small' : ''
  await query(server.url, `CREATE DATABASE ${name} TEMPLATE ${template} ${place}`)
  const url = new URL(server.url)
  url.pathname = `/${name}`
  const drop = async () => {
    await query(server.url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
  }
  return { name, url: url.href, drop }
}

/** All of the command but its target. */
export function argvOf({ drawn }: Stage, command: Command, more: readonly string[] = []): readonly string[] {
  const jobs = command.argv[0] === 'rollback' ? [] : ['--jobs', String(drawn.jobs)]
  return [...command.argv, ...jobs, ...more]
}

/** A rollback writes none. */
export function reportOptions({ folder }: Stage, { argv }: Command, name: string): readonly string[] {
  return argv[0] === 'rollback' ? [] : ['--report', reportPath(folder, name)]
}

/** null where the command has written none. */
export function readReport({ folder }: Stage, name: string): RunReport | null {
  const path = reportPath(folder, name)
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null
}

const reportPath = (folder: string, name: string): string => join(folder, `${name}.json`)

const DEADLINE_MS = 90_000

/** Runs a command to its end, with something that happens to it meanwhile. Throws Misdeed if it does not end. */
export async function play(
  stage: Stage,
  what: string,
  argv: readonly string[],
  url: string,
  meanwhile: (program: Program) => Promise<void> = async () => {},
): Promise<Ended> {
  const program = startProgram([...argv, '-p', url])
  const happened = meanwhile(program)
  // Told below, when the program has ended.
  happened.catch(() => undefined)
  const inTime = await endsWithin({ program }, DEADLINE_MS)
  const ended = inTime ? await program.ended : await program.stop('SIGKILL')
  noteEnd(stage, inTime ? what : `HANGS: ${what}`, argv, ended)
  if (!inTime) throw new Misdeed(`the program has not ended within ${DEADLINE_MS / 1000} s`)
  await happened
  return ended
}

function noteEnd({ note }: Stage, what: string, argv: readonly string[], ended: Ended): void {
  const { exitCode, signal, durationMs, stdout, stderr } = ended
  const time = `${new Date().toISOString()}, ${Math.round(durationMs)} ms`
  note(`${what}: sqlite2pg ${argv.join(' ')}\n→ ${exitCode ?? signal} (${time})\n${stdout}${stderr}\n`)
}
