// Which columns the configuration masks, by their names or by globs, and the names that match nothing: a slip of the pen
// here would let real values through.
import picomatch from 'picomatch'
import type { MaskWish } from '../../model/mask.ts'
import { nearestWord } from '../../model/nearest-word.ts'
import type { SourceColumn, SourceTable } from '../../model/source.ts'
import { sameName } from '../../sql/ascii-case.ts'

type Masks = Readonly<Record<string, MaskWish>>

interface MatchedMasks {
  readonly find: (column: SourceColumn) => MaskWish | null
  readonly faults: readonly MaskFault[]
}

interface MaskFault {
  /** As the configuration writes it. */
  readonly name: string
  readonly message: string
  readonly hint?: string
}

interface NamedColumn {
  readonly name: string
  readonly column: SourceColumn
}

/** An exact name goes before globs; two globs that ask for different masks of a column are a fault. */
export function matchMasks(tables: readonly SourceTable[], masks: Masks): MatchedMasks {
  const columns = tables.flatMap(table =>
    table.columns.map((column): NamedColumn => ({ name: `${table.name}.${column.name}`, column })),
  )
  const found = new Map<SourceColumn, readonly [string, MaskWish]>()
  const faults: MaskFault[] = []
  for (const [name, wish] of inOrder(Object.entries(masks), columns)) {
    const matched = columnsOf(name, columns)
    if (matched.length === 0) faults.push(unknownName(name, columns))
    const isExact = matched.some(one => sameName(one.name, name))
    for (const { column, name: known } of matched) {
      const [before, other] = found.get(column) ?? []
      if (before === undefined || other === undefined) found.set(column, [name, wish])
      else if (!isSame(other, wish) && isExact === isName(before, columns))
        faults.push({ name, message: `the configuration masks ${known} in two ways, here and as ${before}` })
    }
  }
  return { find: column => found.get(column)?.[1] ?? null, faults }
}

const isName = (name: string, columns: readonly NamedColumn[]): boolean =>
  columns.some(column => sameName(column.name, name))

/** Exact names first. */
function inOrder(
  entries: readonly [string, MaskWish][],
  columns: readonly NamedColumn[],
): readonly [string, MaskWish][] {
  return entries.toSorted(([a], [b]) => Number(isName(b, columns)) - Number(isName(a, columns)))
}

function columnsOf(name: string, columns: readonly NamedColumn[]): readonly NamedColumn[] {
  const exact = columns.filter(column => sameName(column.name, name))
  if (exact.length > 0) return exact
  const matches = picomatch(name, { dot: true, nocase: true, bash: true })
  return columns.filter(column => matches(column.name))
}

function isSame(one: MaskWish, other: MaskWish): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

function unknownName(name: string, columns: readonly NamedColumn[]): MaskFault {
  if (/[*?[{(]/.test(name))
    return { name, message: 'no column of the file matches this mask of the configuration' }
  const near = nearestWord(
    name,
    columns.map(column => column.name),
  )
  return {
    name,
    message: 'the configuration masks a column that the file does not have',
    ...(near !== null && { hint: `Did you mean ${near}? Correct the name in the configuration.` }),
  }
}
