// The times of phases that overlap. Each second on the clock is shared out evenly among the statements that run in it,
// so that the walls of all steps add up to the time that has passed.
import type { BuildStatement } from '../model/build-statement.ts'
import type { Step } from '../model/event.ts'
import type { Phase } from '../model/plan.ts'
import type { ReportedStep } from '../model/report.ts'
import type { Recorder } from './recorder.ts'

type BuildPhase = Extract<Step, Phase>

interface PhaseTimes {
  readonly total: number
  begun: number
  ended: number
  seconds: number
  wall: number
  startedMs: number
}

export class BuildSteps {
  readonly #recorder: Recorder
  readonly #phases: ReadonlyMap<string, PhaseTimes>
  readonly #running = new Map<BuildStatement, number>()
  #lookedMs = 0

  constructor(statements: readonly BuildStatement[], recorder: Recorder) {
    this.#recorder = recorder
    const phases = new Map<string, PhaseTimes>()
    for (const { phase } of statements) {
      const { total } = phases.get(phase) ?? { total: 0 }
      phases.set(phase, { total: total + 1, begun: 0, ended: 0, seconds: 0, wall: 0, startedMs: 0 })
    }
    this.#phases = phases
  }

  begin(statement: BuildStatement, nowMs: number): void {
    const phase = statement.phase as BuildPhase
    const times = this.#phases.get(phase)
    if (times === undefined) return
    this.#share(nowMs)
    this.#running.set(statement, nowMs)
    if (times.begun === 0) {
      times.startedMs = nowMs
      this.#recorder.startStep(phase, '')
    }
    const { begun, total } = times
    this.#recorder.progress(phase, statement.object, BigInt(begun), BigInt(total), 'statements')
    times.begun++
  }

  end(statement: BuildStatement, nowMs: number): void {
    const times = this.#phases.get(statement.phase)
    if (times === undefined) return
    this.#share(nowMs)
    times.seconds += (nowMs - (this.#running.get(statement) ?? nowMs)) / 1000
    times.ended++
    this.#running.delete(statement)
    if (times.ended === times.total)
      this.#recorder.endStep(statement.phase as BuildPhase, nowMs - times.startedMs)
  }

  /** The phases that are done, in the order in which their first statements stand in the list. */
  get finished(): readonly ReportedStep[] {
    return [...this.#phases]
      .filter(([, { ended, total }]) => ended === total)
      .map(([name, { seconds, wall }]) => ({ name, seconds, wall }))
  }

  #share(nowMs: number): void {
    const seconds = (nowMs - this.#lookedMs) / 1000 / this.#running.size
    for (const { phase } of this.#running.keys()) {
      const times = this.#phases.get(phase)
      if (times !== undefined) times.wall += seconds
    }
    this.#lookedMs = nowMs
  }
}
