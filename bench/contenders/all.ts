// Everybody who takes part, in the order of the tables. A new peer is a file beside this one and a line here.
import type { Contender } from '../contender.ts'
import type { FoundContender } from '../measurement.ts'
import { nodeStart } from './node-start.ts'
import { pgloader } from './pgloader.ts'
import { psqlCopy } from './psql-copy.ts'
import { sqliteCsv } from './sqlite-csv.ts'
import { ourContenders } from './sqlite2pg.ts'

/** All contenders, whether they are installed or not. */
export function allContenders(programPath: string, jobs: readonly number[]): readonly Contender[] {
  return [...ourContenders(programPath, jobs), pgloader, psqlCopy, sqliteCsv, nodeStart]
}

/** A contender and what was found of it. */
export interface Entrant {
  readonly contender: Contender
  readonly found: FoundContender
}

/** Asks each whether it is here. */
export async function findEntrants(
  contenders: readonly Contender[],
  signal: AbortSignal,
): Promise<readonly Entrant[]> {
  return Promise.all(
    contenders.map(async contender => {
      const { name, does, parts } = contender
      const answer = await contender.find(signal)
      const available = answer.kind === 'available'
      const version = available ? answer.version : null
      const missing = available ? null : answer.because
      return { contender, found: { name, does, parts, version, missing } }
    }),
  )
}
