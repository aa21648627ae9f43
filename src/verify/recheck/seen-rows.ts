// Rows that differed when they were looked at, to be looked at again where both sides still change. One that is equal by
// now, or that one side holds as the other one held it before, was merely late. One that both sides have changed since
// is restless: nobody can say that it differs, nor that it does not. All others do.
import type { SeenRow } from '../content/open/finding.ts'

/** Beyond that a table is not merely late, and memory is not for it. */
const MOST_ROWS = 100_000

export type SeenAgain = 'late' | 'restless' | 'different'

export class SeenRows {
  readonly #rows = new Map<string, SeenRow['rows'][]>()
  readonly #first: number | null
  #count = 0
  #restless = 0

  /** `first` is how many differed when the table was looked at for the first time, if that was before. */
  constructor(first: number | null = null) {
    this.#first = first
  }

  get first(): number {
    return this.#first ?? this.#count
  }

  get count(): number {
    return this.#count
  }

  /** More rows differ than can be looked at again. */
  get isTooMany(): boolean {
    return this.#count > MOST_ROWS
  }

  /** Of those that were judged. */
  get restless(): number {
    return this.#restless
  }

  add({ key, rows }: SeenRow): void {
    this.#count++
    if (this.isTooMany) return
    const known = this.#rows.get(key)
    if (known === undefined) this.#rows.set(key, [rows])
    else known.push(rows)
  }

  /** What a row is that differs now; each that was seen answers once. */
  judge({ key, rows }: SeenRow): SeenAgain {
    const seen = this.#rows.get(key) ?? []
    const all = seen.map(before => judgePair(before, rows))
    const verdict = ORDER.find(one => all.includes(one)) ?? 'late'
    if (verdict === 'restless') this.#restless++
    if (verdict !== 'late') seen.splice(all.indexOf(verdict), 1)
    return verdict
  }
}

const ORDER: readonly SeenAgain[] = ['different', 'restless', 'late']

function judgePair(before: SeenRow['rows'], now: SeenRow['rows']): SeenAgain {
  if (now.target === before.source || now.source === before.target) return 'late'
  return now.source !== before.source && now.target !== before.target ? 'restless' : 'different'
}
