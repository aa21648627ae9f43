// Holds every row of a table against the rows of its copy, as multisets: no key is trusted to find the partner.
import { spells } from './decimal.ts'
import { type Cell, expectedCell, foundCell } from './expected-cell.ts'
import type { TargetColumn } from './read-sides.ts'

type Row = readonly (string | null)[]

/** What differs, in words; empty where both sides hold the same rows. */
export function differencesOf(
  source: readonly (readonly Cell[])[],
  target: readonly Row[],
  columns: readonly TargetColumn[],
): readonly string[] {
  if (source.length !== target.length)
    return [`${source.length} rows in the file, ${target.length} in PostgreSQL`]
  const waiting = new Map<string, Row[]>()
  for (const row of target) {
    const key = JSON.stringify(row.map((text, i) => foundCell(text, columns[i]!.type)))
    waiting.set(key, [...(waiting.get(key) ?? []), row])
  }
  const unmatched = source.filter(cells => {
    const key = expectedRow(cells, columns)
    const partners = key === null ? undefined : waiting.get(key)
    return partners === undefined || partners.pop() === undefined
  })
  return tellUnmatched(unmatched, [...waiting.values()].flat(), columns)
}

function expectedRow(cells: readonly Cell[], columns: readonly TargetColumn[]): string | null {
  try {
    return JSON.stringify(cells.map((cell, i) => expectedCell(cell, columns[i]!.type, columns[i]!.cast)))
  } catch {
    return null
  }
}

/** A real that became text may be spelled with more digits than the fewest: such rows find their partner here. */
function tellUnmatched(
  source: readonly (readonly Cell[])[],
  target: readonly Row[],
  columns: readonly TargetColumn[],
): readonly string[] {
  const rest = [...target]
  const lonely = source.filter(cells => {
    const found = rest.findIndex(row =>
      cells.every((cell, i) => agrees(cell, row[i] ?? null, columns[i]!.type, columns[i]!.cast)),
    )
    if (found >= 0) rest.splice(found, 1)
    return found < 0
  })
  if (rest.length === 0 && lonely.length === 0) return []
  return lonely.slice(0, 3).flatMap(cells => {
    const [nearest] = rest
      .map(row =>
        cells.flatMap((cell, i) =>
          agrees(cell, row[i] ?? null, columns[i]!.type, columns[i]!.cast)
            ? []
            : [tell(cell, row[i] ?? null, columns[i]!)],
        ),
      )
      .sort((a, b) => a.length - b.length)
    return nearest ?? ['a row has no partner']
  })
}

export function agrees(cell: Cell, text: string | null, type: string, cast?: string): boolean {
  if (cell.storageClass === 'real' && text !== null && !cast?.includes('truncate')) {
    if (['text', 'character varying', 'json', 'citext'].includes(type)) return spells(text, cell.value)
    if (type === 'jsonb') return Number(text) === cell.value
    if (type === 'bytea') return spells(Buffer.from(text.slice(2), 'hex').toString(), cell.value)
    if (type === 'numeric') return !Object.is(cell.value, -0) && Number(text) === cell.value
  }
  try {
    return expectedCell(cell, type, cast) === foundCell(text, type)
  } catch {
    return false
  }
}

function tell(cell: Cell, text: string | null, { name, type, cast }: TargetColumn): string {
  const source =
    'value' in cell
      ? Object.is(cell.value, -0)
        ? '-0.0'
        : String(cell.value)
      : 'bytes' in cell
        ? JSON.stringify(cell.bytes.toString('latin1').slice(0, 80))
        : 'NULL'
  return `${JSON.stringify(name)}: ${cell.storageClass} ${source} is ${type}${cast === undefined ? '' : ` by ${cast}`} ${text === null ? 'NULL' : JSON.stringify(text.slice(0, 80))}`
}
