// One run of the storm: what is live before is made, the same command runs on a copy without a fault, then it is hit once
// or twice, judged each time, and at last the user's next command must go through and leave nothing of the dead ones.
import { folderDigest } from '../../run/folder-digest.ts'
import { untilAlone } from '../live-schema.ts'
import { makeSources } from './draw-run.ts'
import { judgeState, Misdeed, requireCells, requireClean, type States } from './judge.ts'
import { type Rehearsed, rehearse } from './rehearse.ts'
import { argvOf, createDatabase, play, readReport, reportOptions, type Stage } from './stage.ts'
import { type Struck, strikeOnce } from './strike-once.ts'

export interface Played {
  readonly strikes: readonly Struck[]
  /** Whether the command afterwards went on with what was there. */
  readonly resumed: boolean
}

/** Throws Misdeed, and whatever else keeps it from being played. */
export async function runOnce(stage: Stage): Promise<Played> {
  const { server, drawn } = stage
  makeSources(drawn)
  const digest = folderDigest(drawn.sources.present)
  const database = await createDatabase(stage, 'template0')
  try {
    await drawn.verb.prepare(database.url)
    const rehearsed = await rehearse(stage, database)
    const strikes = await strikeOnAndOn(stage, database.url, rehearsed)
    const state = strikes.at(-1)?.state ?? 'old'
    const resumed = await goThrough(stage, database.url, rehearsed.states, state)
    if (folderDigest(drawn.sources.present).join() !== digest.join())
      throw new Misdeed('the folder of the source has changed')
    return { strikes, resumed }
  } finally {
    await server.untilUp()
    await database.drop()
  }
}

/** Until nothing is left to hit: what has been published is done. */
async function strikeOnAndOn(stage: Stage, url: string, rehearsed: Rehearsed): Promise<readonly Struck[]> {
  const { retryForSeconds, strikes } = stage.drawn
  const struck: Struck[] = []
  while (struck.length < strikes && struck.at(-1)?.state !== 'new') {
    const patience = retryForSeconds === null ? [] : ['--retry-for', String(retryForSeconds)]
    const options = stage.drawn.verb.resumes ? [...patience, ...resuming(stage, struck.length > 0)] : []
    struck.push(await strikeOnce(stage, url, rehearsed, options))
  }
  return struck
}

function resuming({ drawn }: Stage, hasLeft: boolean): readonly string[] {
  return hasLeft && drawn.resumes && drawn.verb.resumes ? ['--resume'] : []
}

/** What a user would do next; succeeds, is proven by cells, and nothing of the dead runs is left. */
async function goThrough(stage: Stage, url: string, states: States, state: 'old' | 'new'): Promise<boolean> {
  const command = stage.drawn.verb.command(state)
  const reporting = reportOptions(stage, command, 'afterwards')
  const argv = argvOf(stage, command, [...reporting, ...resuming(stage, true)])
  const { exitCode, stderr } = await play(stage, 'afterwards', argv, url)
  if (exitCode !== 0) throw new Misdeed(`the run afterwards ends with ${exitCode}:\n${stderr}`)
  if (command.source !== states.source) await requireCells(url, command.source)
  else if ((await judgeState(url, states)) !== 'new')
    throw new Misdeed('the run afterwards ends with 0 and has published nothing')
  await untilAlone(url)
  await requireClean(url)
  return readReport(stage, 'afterwards')?.notices.some(({ code }) => code === 'RESUMED') ?? false
}
