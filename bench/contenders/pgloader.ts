// pgloader, as its documentation starts it: no options, so that it does what its users get.
// https://pgloader.readthedocs.io/en/latest/ref/sqlite.html
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Contender } from '../contender.ts'
import { findProgram } from '../process/find-program.ts'

export const PGLOADER = 'pgloader'

export const pgloader: Contender = {
  name: PGLOADER,
  does: 'tables, rows, keys, indexes, foreign keys, sequences; no proof',
  parts: ['load'],
  fillsTarget: true,
  find: signal => findProgram(signal, 'pgloader'),
  command: ({ data, target, scratch }) => ({
    file: 'pgloader',
    args: [
      '--root-dir',
      scratch,
      '--summary',
      summaryPath(scratch),
      `sqlite://${data.sqlitePath}`,
      target.publicUrl,
    ],
  }),
  readSeconds: ({ seconds }, { scratch }) => ({ whole: seconds, load: totalSeconds(scratch) }),
}

function summaryPath(scratch: string): string {
  return join(scratch, 'summary.json')
}

// The summary is not quite JSON (a table's name is missing in it), but it ends with the total.
function totalSeconds(scratch: string): number {
  const summary = readFileSync(summaryPath(scratch), 'utf8')
  const total = /"SECS":([\d.]+)\}\s*$/.exec(summary)?.[1]
  if (total === undefined) throw new Error('pgloader wrote no total time into its summary')
  return Number(total)
}
