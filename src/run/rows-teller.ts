// Tells how far the rows have come, beginning with what is there already.
import type { PlannedTable } from '../model/plan.ts'
import type { Amount } from '../plan/target/progress.ts'
import type { Recorder } from './recorder.ts'

export class RowsTeller {
  /** Of the step. */
  readonly detail: string
  readonly #recorder: Recorder
  readonly #totalRows: bigint
  readonly #totalBytes: bigint
  #doneRows = 0n
  #doneBytes = 0n

  constructor(
    tables: readonly PlannedTable[],
    there: readonly ReadonlyMap<string, Amount>[],
    recorder: Recorder,
  ) {
    this.#recorder = recorder
    this.#totalRows = tables.reduce((sum, table) => sum + table.sourceRows, 0n)
    this.#totalBytes = tables.reduce((sum, table) => sum + table.reading.estimatedBytes, 0n)
    for (const { rows, bytes } of there.flatMap(amounts => [...amounts.values()])) {
      this.#doneRows += rows
      this.#doneBytes += bytes
    }
    const taken = this.#doneRows === 0n ? '' : `, ${this.#doneRows} of them there already`
    this.detail = `${this.#totalRows} rows${taken}`
  }

  readonly tell = ({ source }: PlannedTable, rows: number, bytes: number): void => {
    this.#doneRows += BigInt(rows)
    this.#doneBytes += BigInt(bytes)
    this.#recorder.progress(
      'rows',
      source,
      this.#doneRows,
      this.#totalRows,
      'rows',
      this.#doneBytes,
      this.#totalBytes,
    )
  }
}
