// The rows that were set aside, as the quarantine table has them, turned back into cells of the file.
import type pg from 'pg'
import type { Cell } from './expected-cell.ts'
import { asUtf8, type TargetColumn } from './read-sides.ts'
import { quoteName } from './source-model.ts'

const COLUMNS = ['source_table', 'source_key', 'reasons', 'row_values']

/** Whatever it is called: a table of the file may have its name. */
export function findQuarantine(found: ReadonlyMap<string, readonly TargetColumn[]>): string | null {
  const tables = [...found].filter(
    ([name, columns]) =>
      name.startsWith('sqlite2pg_quarantine') && columns.map(column => column.name).join() === COLUMNS.join(),
  )
  return tables[0]?.[0] ?? null
}

interface RawCell {
  readonly class: Cell['storageClass']
  readonly value?: string | null
  readonly hex?: string
}

/** By table of the file, in the order of `columns`; texts as UTF-8. */
export async function readQuarantine(
  client: pg.Client,
  schema: string,
  quarantine: string,
  table: { readonly name: string; readonly columns: readonly string[]; readonly encoding: string },
): Promise<readonly (readonly Cell[])[]> {
  const { rows } = await client.query<{ values: string }>(
    `SELECT row_values::text AS values FROM ${quoteName(schema)}.${quoteName(quarantine)} WHERE source_table = $1`,
    [table.name],
  )
  return rows.map(({ values }) => {
    const cells = new Map(Object.entries(JSON.parse(values) as Record<string, RawCell>))
    return table.columns.map(name => cellOf(cells.get(name), table.encoding))
  })
}

function cellOf(raw: RawCell | undefined, encoding: string): Cell {
  if (raw === undefined) throw new Error('a column is not in quarantine')
  const value = raw.value ?? ''
  switch (raw.class) {
    case 'null':
      return { storageClass: 'null' }
    case 'integer':
      return { storageClass: 'integer', value: BigInt(value) }
    case 'real':
      return { storageClass: 'real', value: Number(value) }
    case 'blob':
      return { storageClass: 'blob', bytes: Buffer.from(raw.hex ?? '', 'hex') }
    case 'text': {
      const bytes = raw.hex === undefined ? Buffer.from(value) : asUtf8(Buffer.from(raw.hex, 'hex'), encoding)
      return { storageClass: 'text', bytes }
    }
  }
}

/** Storage class and every bit. */
function exactly(row: readonly Cell[]): string {
  return JSON.stringify(
    row.map(cell => [
      cell.storageClass,
      'bytes' in cell ? cell.bytes.toString('hex') : '',
      'value' in cell ? (Object.is(cell.value, -0) ? '-0' : String(cell.value)) : '',
    ]),
  )
}

/** The rows of the file without those in quarantine, and how many of the latter the file does not have. */
export function withoutQuarantined(
  rows: readonly (readonly Cell[])[],
  aside: readonly (readonly Cell[])[],
): { readonly rows: readonly (readonly Cell[])[]; readonly strangers: number } {
  const waiting = new Map<string, number>()
  for (const row of aside) waiting.set(exactly(row), (waiting.get(exactly(row)) ?? 0) + 1)
  const left = rows.filter(row => {
    const key = exactly(row)
    const count = waiting.get(key) ?? 0
    if (count > 0) waiting.set(key, count - 1)
    return count === 0
  })
  return { rows: left, strangers: [...waiting.values()].reduce((sum, count) => sum + count, 0) }
}
