// What stands in a column of dates beside the dates that were looked for, in words: shapes with their counts, and
// what is no date at all by its spellings, since `0000-00-00` 38 times says more than one example.
import type { ColumnCensus, Shape } from '../model/census.ts'
import { countOf, exampleOf, valueCount } from './codec.ts'

const WORDS: readonly { readonly shapes: readonly Shape[]; readonly words: string }[] = [
  { shapes: ['timestamp', 'timestamp far'], words: 'without an offset' },
  { shapes: ['timestamptz', 'timestamptz offset', 'timestamptz far'], words: 'with an offset' },
  { shapes: ['timestamp fine', 'timestamptz fine'], words: 'finer than a microsecond' },
  { shapes: ['date', 'date far'], words: 'without a time of day' },
  { shapes: ['time'], words: 'with a time of day only' },
  { shapes: ['go time'], words: 'as Go prints times, which --cast TABLE.COLUMN=go_time reads' },
  { shapes: ['epoch s', 'epoch s with fraction'], words: 'like seconds since 1970' },
  { shapes: ['epoch zero'], words: 'zero' },
  { shapes: ['epoch ms'], words: 'like milliseconds since 1970' },
  { shapes: ['epoch us'], words: 'like microseconds since 1970' },
  {
    shapes: ['epoch ns', 'coredata', 'webkit', 'ticks', 'julian', 'yyyymmdd'],
    words: 'another number',
  },
]

/** `3 with an offset, '0000-00-00' 38 times, '' twice`: all values but those of these shapes. */
export function othersOf(census: ColumnCensus, fitting: readonly Shape[]): string {
  const shaped = WORDS.flatMap(({ shapes, words }) => {
    const count = shapes
      .filter(shape => !fitting.includes(shape))
      .reduce((sum, shape) => sum + (census.shapes[shape] ?? 0n), 0n)
    return count === 0n ? [] : [`${count} ${words}`]
  })
  return [...shaped, ...spellingsOf(census)].join(', ')
}

function spellingsOf(census: ColumnCensus): readonly string[] {
  const shapeless = valueCount(census) - Object.values(census.shapes).reduce((sum, count) => sum + count, 0n)
  if (shapeless === 0n) return []
  const spelled = census.examples.flatMap(({ value, times, rowid }) =>
    times === undefined ? [] : [{ times, text: `${value} ${timesText(times, rowid)}` }],
  )
  if (spelled.length === 0) return [`${countOf(shapeless, 'other value')}${exampleOf(census)}`]
  const more = shapeless - spelled.reduce((sum, { times }) => sum + times, 0n)
  return [...spelled.map(({ text }) => text), ...(more > 0n ? [`${more} more`] : [])]
}

function timesText(times: bigint, rowid: string | null): string {
  if (times === 1n) return rowid === null ? 'once' : `once (rowid ${rowid})`
  return times === 2n ? 'twice' : `${times} times`
}
