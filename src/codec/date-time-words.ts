// What stands in a column of dates beside the dates that were looked for, in words: shapes with their counts, and
// what is no date at all by its spellings, since `0000-00-00` 38 times says more than one example.
import type { ColumnCensus, Shape } from '../model/census.ts'
import { countOf, exampleOf, shareOf, sumOfShapes, valueCount } from './codec.ts'

interface Kind {
  readonly shapes: readonly Shape[]
  readonly words: string
  /** What one value and what several are, where nothing else is to be said; `is …`, `are …` if left out. */
  readonly phrases?: readonly [one: string, many: string]
}

const WORDS: readonly Kind[] = [
  {
    shapes: ['timestamp', 'timestamp far'],
    words: 'without an offset',
    phrases: ['is a date-time without an offset', 'are date-times without an offset'],
  },
  {
    shapes: ['timestamptz', 'timestamptz offset', 'timestamptz far'],
    words: 'with an offset',
    phrases: ['has an offset', 'have an offset'],
  },
  {
    shapes: ['timestamp fine'],
    words: 'finer than a microsecond, which --cast TABLE.COLUMN=timestamp:truncate cuts off',
  },
  {
    shapes: ['timestamptz fine'],
    words: 'finer than a microsecond, which --cast TABLE.COLUMN=timestamptz:truncate cuts off',
  },
  {
    shapes: ['date', 'date far'],
    words: 'without a time of day',
    phrases: ['is a date', 'are dates'],
  },
  {
    shapes: ['time'],
    words: 'with a time of day only',
    phrases: ['is a time of day', 'are times of day'],
  },
  { shapes: ['go time'], words: 'as Go prints times, which --cast TABLE.COLUMN=go_time reads' },
  { shapes: ['epoch s', 'epoch s with fraction'], words: 'like seconds since 1970' },
  { shapes: ['epoch zero'], words: 'zero' },
  { shapes: ['epoch ms'], words: 'like milliseconds since 1970' },
  { shapes: ['epoch us'], words: 'like microseconds since 1970' },
  {
    shapes: ['epoch ns', 'coredata', 'webkit', 'ticks', 'julian', 'yyyymmdd'],
    words: 'another number',
    phrases: ['is another number', 'are other numbers'],
  },
]

/**
 * What the values are but for those of these shapes: `all 25 values have an offset` where they are alike, else
 * `3 of 25 values are no date: 2 with an offset, '0000-00-00' once`.
 */
export function sayOthers(census: ColumnCensus, fitting: readonly Shape[], noun: string): string {
  const kinds = WORDS.flatMap(kind => {
    const count = sumOfShapes(
      census,
      kind.shapes.filter(shape => !fitting.includes(shape)),
    )
    return count === 0n ? [] : [{ ...kind, count }]
  })
  const spellings = spellingsOf(census)
  const [only, ...more] = kinds
  if (only !== undefined && more.length + spellings.length === 0) {
    const [one, many] = only.phrases ?? [`is ${only.words}`, `are ${only.words}`]
    return shareOf(census, only.count, one, many)
  }
  const others = valueCount(census) - sumOfShapes(census, fitting)
  const listed = [...kinds.map(({ count, words }) => `${count} ${words}`), ...spellings].join(', ')
  return `${shareOf(census, others, `is no ${noun}`, `are no ${noun}`)}: ${listed}`
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
