// The step `rows`: what is missing of every table is copied over the lanes there are, then the rows that are set aside.
// Those lie in temporary tables of this thread's reader, so a table that has some is read here, while workers copy the rest.
import { type CopyEnds, copyPart, type OnChunk, pieceOf } from '../copy/copy-part.ts'
import { asidePiece, copyQuarantine } from '../copy/copy-quarantine.ts'
import { type CopyGroup, type CopyLane, copyRows } from '../copy/copy-rows.ts'
import { CopyTally } from '../copy/copy-tally.ts'
import type { PlannedTable } from '../model/plan.ts'
import type { Building } from './build.ts'
import { interruption } from './interruption.ts'
import type { Prepared } from './prepare.ts'
import type { Recorder } from './recorder.ts'
import type { RunRecord } from './resume/run-record.ts'
import { RowsTeller } from './rows-teller.ts'

/** Copies into the bare tables of the private schema. */
export async function copySourceRows(
  prepared: Prepared,
  building: Building,
  recorder: Recorder,
): Promise<void> {
  const { plan, reader, connection, source, settings } = prepared
  const { privateSchema: schema, record, leniency } = building
  const ends = { reader, connection, encoding: source.encoding, schema, progress: record.table }
  const moved = record.amounts('rows')
  const teller = new RowsTeller(plan.tables, [moved, record.amounts('aside')], recorder)
  await recorder.step('rows', teller.detail, async () => {
    const tally = new CopyTally(moved)
    const { groups, explain } = guarded(prepared, building, await copyGroups(prepared, ends))
    const isDone = record.has.bind(record)
    const terms = { reader, partBytes: settings.partBytes, tally, isDone, leniency, onChunk: teller.tell }
    try {
      await copyRows({ groups, ...terms }).catch(explain)
    } finally {
      recorder.found({ copied: tally.results })
    }
    await copySetAside(prepared, ends, record, recorder, teller)
  })
}

async function copyGroups(
  { plan, workers, connection }: Prepared,
  ends: CopyEnds,
): Promise<readonly CopyGroup[]> {
  const here = [laneHere(ends)]
  const abreast = (await workers?.copyLanes(connection.siblingSettings, ends)) ?? []
  if (abreast.length === 0) return [{ tables: plan.tables, lanes: here }]
  const isHere = ({ setAside }: PlannedTable): boolean => setAside !== null
  return [
    { tables: plan.tables.filter(table => !isHere(table)), lanes: abreast },
    { tables: plan.tables.filter(isHere), lanes: here },
  ]
}

interface Guarded {
  readonly groups: readonly CopyGroup[]
  /** Throws what is to be told where lanes have failed. */
  readonly explain: (error: unknown) => never
}

/** Without the run's own connection its lock is gone too: no lane begins anything more, and that loss is what is told. */
function guarded(
  { connection }: Prepared,
  { record, leniency }: Building,
  groups: readonly CopyGroup[],
): Guarded {
  let loss: unknown = null
  const lanes = groups.flatMap(group => group.lanes)
  connection.onLost(error => {
    loss = error
    if (leniency === null) for (const lane of lanes) lane.stop()
  })
  const guard = (lane: CopyLane): CopyLane => ({
    ...lane,
    copy: async (part, onChunk) => {
      if (loss !== null) throw loss
      const result = await lane.copy(part, onChunk)
      record.add(pieceOf(part), result)
      return result
    },
  })
  return {
    groups: groups.map(group => ({ ...group, lanes: group.lanes.map(guard) })),
    explain: error => {
      throw loss ?? error
    },
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
    breakOff: () => ends.connection.drop(),
  }
}

async function copySetAside(
  { plan }: Prepared,
  ends: CopyEnds,
  record: RunRecord,
  recorder: Recorder,
  teller: RowsTeller,
): Promise<void> {
  const there = record.amounts('aside')
  const quarantined = new Map<string, bigint>()
  for (const table of plan.tables) {
    const tell: OnChunk = (rows, bytes) => teller.tell(table, rows, bytes)
    if (table.setAside !== null && !record.has(asidePiece(table))) {
      const rows = await copyQuarantine(table, plan.quarantine, ends, tell)
      record.add(asidePiece(table), { rows, bytes: 0n })
      quarantined.set(table.source, rows)
    } else quarantined.set(table.source, there.get(table.source)?.rows ?? 0n)
    recorder.found({ quarantined })
  }
}
