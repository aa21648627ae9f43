// One option's value from its text, by the rule of its row in the option table.
import type { Sqlite2pgError } from '../model/errors.ts'
import { sameNames } from '../sql/ascii-case.ts'
import { nearestWord } from './nearest.ts'
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
      return readNumber(row, filled(row, once(row, texts)))
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

function readNumber(row: OptionRow, text: string): number {
  if (/^[1-9]\d?$/.test(text) && Number(text) <= 64) return Number(text)
  throw badValue(
    `--${row.name}`,
    `a whole number from 1 to 64 is wanted, ${JSON.stringify(text)} was given`,
    `Write ${optionSpelling(row)}.`,
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
