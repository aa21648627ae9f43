// One option's value from its text, by the rule of its row in the option table.
import type { Sqlite2pgError } from '../model/errors.ts'
import { nearestWord } from '../model/nearest-word.ts'
import type { SampleSize } from '../model/sample.ts'
import { sameNames } from '../sql/ascii-case.ts'
import { type OptionRow, optionSpelling } from './option-table.ts'
import { isPgloaderCast } from './pgloader-spelling.ts'
import { badValue, usageError } from './usage-error.ts'

/** The value in the type its setting has. Throws BAD_OPTION_VALUE. */
export function readOptionValue(row: OptionRow, given: unknown): unknown {
  const texts = (Array.isArray(given) ? given : [given]).map(String)
  const { value } = row
  switch (value.takes) {
    case 'nothing':
      return given === true
    case 'list':
      return texts.map(text => filled(row, text))
    case 'cast':
      return readCasts(row, texts)
    case 'folder or nothing':
      return once(row, texts) || true
    case 'text':
      return filled(row, once(row, texts))
    case 'number':
      return readNumber(row, value.most, filled(row, once(row, texts)))
    case 'seconds':
      return readDuration(row, value.most, filled(row, once(row, texts)))
    case 'sample or nothing':
      return readSample(row, once(row, texts))
    case 'seconds or nothing':
      return readSeconds(row, once(row, texts))
    case 'choice':
      return readChoice(row, value.choices, filled(row, once(row, texts)))
  }
}

function once(row: OptionRow, texts: readonly string[]): string {
  const [only = '', second] = texts
  if (second === undefined) return only
  throw badValue(
    `--${row.name}`,
    `given ${texts.length} times (${texts.map(text => JSON.stringify(text)).join(', ')})`,
    'It takes one value: give it once.',
  )
}

function filled(row: OptionRow, text: string): string {
  if (text.trim() !== '') return text
  throw badValue(`--${row.name}`, 'its value is missing or empty', `Write ${optionSpelling(row)}.`)
}

function readNumber(row: OptionRow, most: number, text: string): number {
  if (/^[1-9]\d*$/.test(text) && Number(text) <= most) return Number(text)
  throw badValue(
    `--${row.name}`,
    `a whole number from 1 to ${most} is wanted, ${JSON.stringify(text)} was given`,
    `Write ${optionSpelling(row)}.`,
  )
}

function readDuration(row: OptionRow, most: number, text: string): number {
  if (/^\d+(?:\.\d+)?$/.test(text) && Number(text) <= most) return Number(text)
  throw badValue(
    `--${row.name}`,
    `seconds from 0 to ${most} are wanted, ${JSON.stringify(text)} was given`,
    `Write --${row.name}=30.`,
  )
}

/** `10000`, `2.5%`, `10000:7`. */
function readSample(row: OptionRow, text: string): true | SampleSize {
  if (text === '') return true
  const [, amount = '', unit, seed] = /^(\d+(?:\.\d+)?)(%?)(?::(\d{1,15}))?$/.exec(text) ?? []
  const isShare = unit === '%' && Number(amount) > 0 && Number(amount) <= 100
  const isCount = unit === '' && /^[1-9]\d{0,14}$/.test(amount)
  const size = isShare ? { percent: Number(amount) } : isCount ? { rows: Number(amount) } : null
  if (size !== null) return { ...size, ...(seed !== undefined && { seed: Number(seed) }) }
  throw badValue(
    `--${row.name}`,
    `a number of rows or a share such as 5% is wanted, ${JSON.stringify(text)} was given`,
    `Write --${row.name}=10000, --${row.name}=5%, or --${row.name} behind file and URL.`,
  )
}

const MOST_SECONDS = 3600

function readSeconds(row: OptionRow, text: string): true | number {
  if (text === '') return true
  const seconds = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : 0
  if (seconds > 0 && seconds <= MOST_SECONDS) return seconds
  throw badValue(
    `--${row.name}`,
    `seconds, up to ${MOST_SECONDS}, are wanted, ${JSON.stringify(text)} was given`,
    `Write --${row.name}=5, or --${row.name} behind file and URL.`,
  )
}

function readChoice(row: OptionRow, choices: readonly string[], text: string): string {
  if (choices.includes(text)) return text
  const near = nearestWord(text, choices)
  throw badValue(
    `--${row.name}`,
    `one of ${choices.join(', ')} is wanted, ${JSON.stringify(text)} was given`,
    near === null ? `Write ${optionSpelling(row)}.` : `Did you mean --${row.name}=${near}?`,
  )
}

function readCasts(row: OptionRow, texts: readonly string[]): Readonly<Record<string, string>> {
  const casts = texts.map(text => readCast(filled(row, text)))
  const twice = sameNames(casts.map(([column]) => column))
  if (twice !== null) throw castTwice(...twice)
  return Object.fromEntries(casts)
}

function castTwice(first: string, second: string): Sqlite2pgError {
  const fact =
    first === second ? `${first} is given twice` : `${first} and ${second} are one column, given twice`
  return badValue('--cast', fact, 'A column has one type: give it once.')
}

function readCast(text: string): readonly [string, string] {
  if (isPgloaderCast(text)) throw pgloaderCast(text)
  const [, column, type] = /^([^=]+\.[^=]+)=(.+)$/s.exec(text) ?? []
  if (column === undefined || type === undefined || type.trim() === '') {
    throw badValue(
      '--cast',
      `TABLE.COLUMN=TYPE is wanted, ${JSON.stringify(text)} was given`,
      'For example --cast tasks.due_date=timestamptz.',
    )
  }
  return [column.trim(), type.trim()]
}

function pgloaderCast(text: string): Sqlite2pgError {
  return usageError(
    'BAD_OPTION_VALUE',
    `--cast: ${JSON.stringify(text)} is pgloader's spelling`,
    'Name each column: --cast TABLE.COLUMN=TYPE. `sqlite2pg plan` shows the type every column would get, and why.',
  )
}
