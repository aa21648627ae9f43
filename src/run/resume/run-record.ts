// What of a run's work is committed, as far as this process knows: read from the target when a run goes on, and kept up
// with every piece that is done. Acts on no connection of its own.
import { createHash } from 'node:crypto'
import type { Statement } from '../../model/plan.ts'
import { type Amount, NO_AMOUNT, type Piece, progressKey, recordPiece } from '../../plan/target/progress.ts'
import type { TargetConnection } from '../../postgres/connection.ts'
import { readPieces } from '../../postgres/progress.ts'
import { postgresName } from '../../sql/quote.ts'
import type { PostgresSql } from '../../sql/text.ts'

export class RunRecord {
  /** Name of its table. */
  readonly name: string
  /** Path of its table. */
  readonly table: PostgresSql
  /** Pieces that this process has done. */
  made = 0
  readonly #done = new Map<string, Amount & Pick<Piece, 'kind' | 'object'>>()

  constructor(schema: string, name: string) {
    this.name = name
    this.table = postgresName(schema, name)
  }

  /** Refuses a piece that is committed already. */
  get constraint(): string {
    return progressKey(this.name)
  }

  /** Believes the target alone: what was done a moment before a crash may be lost, and what seemed to fail may be done. */
  async read(connection: TargetConnection): Promise<void> {
    const pieces = await readPieces(connection, this.table)
    this.#done.clear()
    for (const piece of pieces) this.#done.set(keyOf(piece), piece)
  }

  has(piece: Piece): boolean {
    return this.#done.has(keyOf(piece))
  }

  /** To be called once the piece is committed. */
  add(piece: Piece, amount = NO_AMOUNT): void {
    this.#done.set(keyOf(piece), { ...amount, kind: piece.kind, object: piece.object })
    this.made++
  }

  /** What is there of each table's rows, by its name in the source. */
  amounts(kind: 'rows' | 'aside'): ReadonlyMap<string, Amount> {
    const amounts = new Map<string, Amount>()
    for (const piece of this.#done.values()) {
      if (piece.kind !== kind) continue
      const { rows, bytes } = amounts.get(piece.object) ?? NO_AMOUNT
      amounts.set(piece.object, { rows: rows + piece.rows, bytes: bytes + piece.bytes })
    }
    return amounts
  }

  /** Rows that are moved or set aside. */
  get rows(): bigint {
    return [...this.#done.values()].reduce((sum, { rows }) => sum + rows, 0n)
  }

  /** Of the COPY streams. */
  get bytes(): bigint {
    return [...this.#done.values()].reduce((sum, { bytes }) => sum + bytes, 0n)
  }

  get statements(): number {
    return [...this.#done.values()].filter(({ kind }) => kind === 'statement').length
  }

  statementRecord(statement: Statement): PostgresSql {
    return recordPiece(this.table, statementPiece(statement), NO_AMOUNT)
  }
}

/** Texts of statements may be longer than a key can be. */
export function statementPiece({ object, sql }: Statement): Piece {
  return {
    kind: 'statement',
    object: '',
    part: `${createHash('sha256').update(`${object}\0${sql}`).digest('hex')}`,
  }
}

function keyOf({ kind, object, part }: Piece): string {
  return JSON.stringify([kind, object, part])
}
