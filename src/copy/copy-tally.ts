// Adds up what the parts of each table came to; it can be read at any time, also after a failure.
import type { PlannedTable } from '../model/plan.ts'
import type { PartResult } from './copy-part.ts'

export interface TableResult {
  readonly table: string
  /** Rows the server took. */
  readonly copiedRows: bigint
  /** Bytes of the COPY stream. */
  readonly sentBytes: bigint
  /** From the first part's start to the last one's end. */
  readonly durationMs: number
}

export class CopyTally {
  readonly #tables = new Map<string, TableResult & { readonly startedAt: number }>()

  /** `there` is what earlier runs have copied, by table. */
  constructor(there: ReadonlyMap<string, PartResult> = new Map()) {
    for (const [table, { rows, bytes }] of there)
      this.#tables.set(table, {
        ...{ table, copiedRows: rows, sentBytes: bytes, durationMs: 0 },
        startedAt: Number.POSITIVE_INFINITY,
      })
  }

  /** `startedAt` is of `performance.now()`, which is when the part has ended. */
  add({ source }: PlannedTable, { rows, bytes }: PartResult, startedAt: number): void {
    const before = this.#tables.get(source)
    const start = Math.min(startedAt, before?.startedAt ?? startedAt)
    this.#tables.set(source, {
      table: source,
      copiedRows: rows + (before?.copiedRows ?? 0n),
      sentBytes: bytes + (before?.sentBytes ?? 0n),
      startedAt: start,
      durationMs: performance.now() - start,
    })
  }

  /** By table, in the order in which their first parts ended. */
  get results(): readonly TableResult[] {
    return [...this.#tables.values()].map(({ startedAt: _, ...result }) => result)
  }
}
