// A repair as a script: nothing is changed, the transaction only reads.
import type { Repair } from '../../model/repair.ts'
import { nothingWritten } from '../../report/repair-text.ts'
import type { Prepared } from '../prepare.ts'
import { requireSame } from '../prove.ts'
import type { Recorder } from '../recorder.ts'
import { TOOL_VERSION } from '../tool-version.ts'
import { judgeBeyondTables } from '../verify.ts'
import { isEmptyRepair, leftToYou, type PreparedRepair, repairRecord, withRepair } from './prepare-repair.ts'
import type { RepairOptions } from './repair.ts'
import {
  nothingText,
  rowStatements,
  SCRIPT_END,
  type ScriptFacts,
  scriptHead,
  statementText,
} from './script.ts'

/** Throws DIFFERENT where anything differs. */
export async function writeRepair(
  prepared: Prepared,
  options: RepairOptions,
  recorder: Recorder,
  found: (repair: Repair) => void,
): Promise<void> {
  const { verdict, isEmpty } = await prepared.connection.transaction(
    () =>
      withRepair(prepared, recorder, options, async repair => {
        found(repairRecord(repair, repair.remaining, false))
        if (options.onScript) await writeScript(repair, scriptFacts(prepared), options.onScript)
        return { verdict: repair.verdict, isEmpty: isEmptyRepair(repair) }
      }),
    { isolation: 'repeatable read', readOnly: true },
  )
  const judged = await judgeBeyondTables(prepared, verdict, recorder)
  const next = isEmpty
    ? leftToYou(nothingWritten(judged.checks.filter(({ status }) => status === 'different')))
    : 'Look at the script; sqlite2pg repair --apply carries it out.'
  requireSame(judged, next)
}

export function scriptFacts({ connection, plan, source }: Prepared): ScriptFacts {
  return {
    toolVersion: TOOL_VERSION,
    sourcePath: source.path,
    schema: plan.schema,
    targetUrl: connection.maskedUrl,
    serverVersionNumber: connection.serverVersionNumber,
  }
}

export async function writeScript(
  { rows, sequences, tables, remaining }: PreparedRepair,
  facts: ScriptFacts,
  write: NonNullable<RepairOptions['onScript']>,
): Promise<void> {
  if (isEmptyRepair({ tables, sequences })) return write(nothingText(facts, remaining))
  await write(scriptHead(facts, remaining))
  if (tables.length > 0)
    for await (const statement of rowStatements(rows)) await write(statementText(statement))
  for (const statement of sequences) await write(statementText(statement))
  await write(SCRIPT_END)
}
