// The rows of a load: table by table, parents first, over the one connection whose transaction it is.
import { copyPart } from '../../copy/copy-part.ts'
import { copyQuarantine } from '../../copy/copy-quarantine.ts'
import { CopyTally } from '../../copy/copy-tally.ts'
import { createQuarantine } from '../../plan/aside/quarantine-table.ts'
import { WHOLE } from '../../sqlite/row-range.ts'
import type { Recorder } from '../recorder.ts'
import { blameRow } from './blame-row.ts'
import type { PreparedLoad } from './prepare-load.ts'

export async function copyInOrder(prepared: PreparedLoad, recorder: Recorder): Promise<void> {
  const { load, reader, connection, source } = prepared
  const { schema, quarantine } = load.plan
  const ends = { reader, connection, encoding: source.encoding, schema, progress: null }
  const totalRows = load.plan.tables.reduce((sum, { sourceRows }) => sum + sourceRows, 0n)
  const totalBytes = load.plan.tables.reduce((sum, { reading }) => sum + reading.estimatedBytes, 0n)
  const tally = new CopyTally()
  const quarantined = new Map<string, bigint>()
  let [doneRows, doneBytes] = [0n, 0n]
  await recorder.step('rows', `${totalRows} rows`, async () => {
    for (const { sql, object } of createQuarantine(quarantine, schema))
      await connection.execute(sql, { object, doing: 'making the table for rows that are set aside' })
    for (const table of load.tables) {
      const tell = (rows: number, bytes: number): void => {
        doneRows += BigInt(rows)
        doneBytes += BigInt(bytes)
        recorder.progress('rows', table.source, doneRows, totalRows, 'rows', doneBytes, totalBytes)
      }
      const startedAt = performance.now()
      const copied = await copyPart({ table, range: WHOLE }, ends, tell).catch(error => {
        throw blameRow(error, table, reader)
      })
      tally.add(table, copied, startedAt)
      quarantined.set(table.source, await copyQuarantine(table, quarantine, ends, tell))
      recorder.found({ copied: tally.results, quarantined })
    }
  })
}
