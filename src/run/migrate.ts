// `migrate`: reads the file, builds every table in a schema of the run, copies all rows, proves the copy, and
// publishes it in one transaction. Anything that goes wrong before that commit leaves the live schema alone.
import type { MigrateOptions } from '../model/options.ts'
import type { RunReport } from '../model/report.ts'
import { withPrepared } from './prepare.ts'
import { Recorder } from './recorder.ts'
import { transfer } from './transfer.ts'

export async function migrate(options: MigrateOptions): Promise<RunReport> {
  const recorder = new Recorder({
    verb: 'migrate',
    dryRun: false,
    onEvent: options.onEvent,
    signal: options.signal,
  })
  try {
    const errand = { verb: 'migrate', sourceBytes: null } as const
    await withPrepared(options, recorder, prepared => transfer(prepared, recorder, errand))
    return recorder.report(null)
  } catch (error) {
    return recorder.reportThrown(error)
  }
}
