// The step `rows`: every table is copied over the lanes there are, then the rows that are set aside. Those lie in
// temporary tables of this thread's reader, so a table that has some is read here, while workers copy the rest.
import { type CopyEnds, copyPart, type OnChunk } from '../copy/copy-part.ts'
import { copyQuarantine } from '../copy/copy-quarantine.ts'
import { type CopyGroup, type CopyLane, copyRows } from '../copy/copy-rows.ts'
import { CopyTally } from '../copy/copy-tally.ts'
import type { PlannedTable } from '../model/plan.ts'
import { interruption } from './interruption.ts'
import type { Prepared } from './prepare.ts'
import type { Recorder } from './recorder.ts'

/** Copies into the bare tables of `schema`. */
export async function copySourceRows(prepared: Prepared, schema: string, recorder: Recorder): Promise<void> {
  const { plan, reader, connection, source, settings } = prepared
  const totalRows = plan.tables.reduce((sum, table) => sum + table.sourceRows, 0n)
  const ends = { reader, connection, encoding: source.encoding, schema }
  const onChunk = rowsTeller(plan.tables, totalRows, recorder)
  await recorder.step('rows', `${totalRows} rows`, async () => {
    const tally = new CopyTally()
    const groups = await copyGroups(prepared, ends)
    const guarded = stopWhenLost(prepared, groups)
    try {
      await copyRows({ groups, reader, partBytes: settings.partBytes, tally, onChunk }).catch(guarded)
    } finally {
      recorder.found({ copied: tally.results })
    }
    await copySetAside(prepared, ends, recorder, onChunk)
  })
}

async function copyGroups(
  { plan, workers, connection }: Prepared,
  ends: CopyEnds,
): Promise<readonly CopyGroup[]> {
  const here = [laneHere(ends)]
  const abreast = (await workers?.copyLanes(connection.siblingSettings, ends.schema, ends.encoding)) ?? []
  if (abreast.length === 0) return [{ tables: plan.tables, lanes: here }]
  const isHere = ({ setAside }: PlannedTable): boolean => setAside !== null
  return [
    { tables: plan.tables.filter(table => !isHere(table)), lanes: abreast },
    { tables: plan.tables.filter(isHere), lanes: here },
  ]
}

/** Without the run's own connection its lock is gone too: no lane goes on, and that loss is what is told. */
function stopWhenLost({ connection }: Prepared, groups: readonly CopyGroup[]): (error: unknown) => never {
  let loss: unknown = null
  connection.onLost(error => {
    loss = error
    for (const lane of groups.flatMap(({ lanes }) => lanes)) lane.stop()
  })
  return error => {
    throw loss ?? error
  }
}

/** This thread as a lane. It stops at its next chunk, which ends the COPY and leaves the connection as it was. */
function laneHere(ends: CopyEnds): CopyLane {
  let stopped = false
  let current: Promise<unknown> = Promise.resolve()
  return {
    copy: (part, onChunk) => {
      const copying = copyPart(part, ends, (rows, bytes) => {
        if (stopped) throw interruption()
        onChunk(rows, bytes)
      })
      current = copying.catch(() => undefined)
      return copying
    },
    stop: async () => {
      stopped = true
      await current
    },
  }
}

async function copySetAside(
  { plan }: Prepared,
  ends: CopyEnds,
  recorder: Recorder,
  onChunk: RowsTeller,
): Promise<void> {
  const quarantined = new Map<string, bigint>()
  for (const table of plan.tables) {
    const tell: OnChunk = (rows, bytes) => onChunk(table, rows, bytes)
    quarantined.set(table.source, await copyQuarantine(table, plan.quarantine, ends, tell))
    recorder.found({ quarantined })
  }
}

type RowsTeller = (table: PlannedTable, rows: number, bytes: number) => void

function rowsTeller(tables: readonly PlannedTable[], totalRows: bigint, recorder: Recorder): RowsTeller {
  const totalBytes = tables.reduce((sum, table) => sum + table.reading.estimatedBytes, 0n)
  let [doneRows, doneBytes] = [0n, 0n]
  return ({ source }, rows, bytes) => {
    doneRows += BigInt(rows)
    doneBytes += BigInt(bytes)
    recorder.progress('rows', source, doneRows, totalRows, 'rows', doneBytes, totalBytes)
  }
}
