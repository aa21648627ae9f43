// The command without a fault, on a copy of the database: the new state, how long the run takes, and how much of that
// each step. Without it nobody could tell a half of the new state from the whole.
import { liveState } from '../../run/live-state.ts'
import { schemaContents, untilAlone } from '../live-schema.ts'
import { Misdeed, type States } from './judge.ts'
import type { Reference } from './moment.ts'
import {
  argvOf,
  createDatabase,
  type OwnDatabase,
  play,
  readReport,
  reportOptions,
  type Stage,
} from './stage.ts'
import { startStormRelay } from './storm-relay.ts'

export interface Rehearsed {
  readonly states: States
  readonly reference: Reference
}

export async function rehearse(stage: Stage, { name, url }: OwnDatabase): Promise<Rehearsed> {
  const command = stage.drawn.verb.command('old')
  // A database that somebody is connected to cannot be copied.
  await untilAlone(url)
  const copy = await createDatabase(stage, name)
  const relay = await startStormRelay(copy.url)
  try {
    const argv = argvOf(stage, command, reportOptions(stage, command, 'rehearsal'))
    let connectedAt = 0
    const { exitCode } = await play(stage, 'without a fault', argv, relay.url, async ({ ended }) => {
      await Promise.race([relay.connected, ended])
      connectedAt = performance.now()
    })
    const connectedMs = performance.now() - connectedAt
    if (exitCode !== 0) throw new Misdeed('the command fails without a fault')
    const fresh = await schemaContents(copy.url, 'public')
    const states = { old: await liveState(url), fresh, source: command.source }
    return { states, reference: { connectedMs, steps: stepsOf(stage) } }
  } finally {
    relay.close()
    await copy.drop()
  }
}

function stepsOf(stage: Stage): Reference['steps'] {
  const steps = readReport(stage, 'rehearsal')?.steps ?? []
  return steps.map(({ name, wall }) => ({ name, wallMs: wall * 1000 }))
}
