// The statements of a repair in a temporary file, since the order in which they are found is not the one in which they
// are carried out, and there may be more of them than memory holds. Each is put into a block that fails unless every
// statement in it changed one row. https://www.postgresql.org/docs/current/plpgsql-statements.html
import { type FileHandle, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type PostgresSql, trustPostgres } from '../../sql/text.ts'
import { makeCopyDirectory } from '../../sqlite/copy-directory.ts'
import type { RepairPhase, RowRepair } from '../../verify/repair/repair-rows.ts'

interface Piece {
  readonly offset: number
  readonly bytes: number
}

interface Waiting {
  statements: PostgresSql[]
  characters: number
}

const STATEMENTS_A_BLOCK = 100
const CHARACTERS_A_BLOCK = 262_144

export class RepairSpool {
  readonly #directory: string
  readonly #file: FileHandle
  readonly #pieces = new Map<string, Piece[]>()
  readonly #counts = new Map<string, bigint>()
  readonly #waiting = new Map<string, Waiting>()
  #end = 0

  static async open(): Promise<RepairSpool> {
    const directory = await makeCopyDirectory(tmpdir())
    return new RepairSpool(directory, await open(join(directory, 'repair.sql'), 'wx+', 0o600))
  }

  private constructor(directory: string, file: FileHandle) {
    this.#directory = directory
    this.#file = file
  }

  async add(table: string, { phase, sql }: RowRepair): Promise<void> {
    const key = keyOf(table, phase)
    const waiting = this.#waiting.get(key) ?? { statements: [], characters: 0 }
    this.#waiting.set(key, waiting)
    waiting.statements.push(sql)
    waiting.characters += sql.length
    this.#counts.set(key, this.count(table, phase) + 1n)
    const isFull = waiting.statements.length >= STATEMENTS_A_BLOCK || waiting.characters >= CHARACTERS_A_BLOCK
    if (isFull) await this.#write(key)
  }

  /** To be called once all is added. */
  async flush(): Promise<void> {
    for (const key of [...this.#waiting.keys()]) await this.#write(key)
  }

  count(table: string, phase: RepairPhase): bigint {
    return this.#counts.get(keyOf(table, phase)) ?? 0n
  }

  /** One after the other, as they are read. */
  async *blocks(table: string, phase: RepairPhase): AsyncGenerator<PostgresSql> {
    for (const { offset, bytes } of this.#pieces.get(keyOf(table, phase)) ?? []) {
      const { buffer } = await this.#file.read(Buffer.alloc(bytes), 0, bytes, offset)
      yield trustPostgres(buffer.toString('utf8'))
    }
  }

  async close(): Promise<void> {
    await this.#file.close()
    await rm(this.#directory, { recursive: true, force: true })
  }

  async #write(key: string): Promise<void> {
    const statements = this.#waiting.get(key)?.statements ?? []
    this.#waiting.delete(key)
    if (statements.length === 0) return
    const bytes = Buffer.from(blockOf(statements))
    await this.#file.write(bytes, 0, bytes.length, this.#end)
    const pieces = this.#pieces.get(key) ?? []
    this.#pieces.set(key, pieces)
    pieces.push({ offset: this.#end, bytes: bytes.length })
    this.#end += bytes.length
  }
}

function keyOf(table: string, phase: RepairPhase): string {
  return `${phase} ${table}`
}

/** STRICT fails where no row was changed, or more than one. */
function blockOf(statements: readonly PostgresSql[]): PostgresSql {
  const lines = statements.map(sql => `  ${sql} RETURNING 1 INTO STRICT one;`)
  return inBlock(['#variable_conflict use_column', 'DECLARE one integer;', 'BEGIN', ...lines, 'END'])
}

/** In dollar quotes that occur in none of the lines. */
export function inBlock(lines: readonly string[]): PostgresSql {
  const body = lines.join('\n')
  let tag = '$sqlite2pg$'
  for (let number = 1; body.includes(tag); number++) tag = `$sqlite2pg_${number}$`
  return trustPostgres(`DO ${tag}\n${body} ${tag}`)
}
