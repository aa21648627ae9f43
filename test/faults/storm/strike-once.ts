// One command with its fault, and what is live afterwards, with the exit code held against it.
import { statSync } from 'node:fs'
import { untilAlone } from '../live-schema.ts'
import { judgeState, Misdeed, requireInKeeping } from './judge.ts'
import { drawMoment, momentText, untilMoment } from './moment.ts'
import type { Rehearsed } from './rehearse.ts'
import { argvOf, play, type Stage } from './stage.ts'
import { startStormRelay } from './storm-relay.ts'

/** What a strike came to; exitCode is null where the program was killed. */
export interface Struck {
  readonly exitCode: number | null
  readonly state: 'old' | 'new'
}

/** Throws Misdeed. */
export async function strikeOnce(
  stage: Stage,
  url: string,
  { states, reference }: Rehearsed,
  options: readonly string[],
): Promise<Struck> {
  const { server, drawn } = stage
  const { fault, random } = drawn
  const command = drawn.verb.command('old')
  const moment = drawMoment(random, reference)
  const { size } = statSync(command.source ?? drawn.sources.present)
  const relay = await startStormRelay(url)
  try {
    const what = `${fault.name} ${momentText(moment)}`
    const ended = await play(stage, what, argvOf(stage, command, options), relay.url, program =>
      fault.strike({
        ...{ program, server, url, relay, random },
        sizeBytes: size,
        untilMoment: () => untilMoment(program, relay, moment),
      }),
    )
    // What is still open at the server's side ends now.
    relay.close()
    await server.untilUp()
    await untilAlone(url)
    if (/^\s+at /m.test(ended.stderr)) throw new Misdeed('the program shows a stack')
    const exitCode = ended.signal === 'SIGINT' ? 130 : ended.exitCode
    const state = await judgeState(url, states)
    requireInKeeping(state, exitCode, fault.exitCodes ?? [0, 4])
    return { exitCode, state }
  } finally {
    relay.close()
  }
}
