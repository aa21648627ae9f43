// What the application's own SQL may rely on and PostgreSQL does otherwise: told once, and only what the file
// itself shows, by its columns or by the text of its views, triggers, checks and indexes.
// https://www.sqlite.org/quirks.html
import { affinityOf } from '../sql/affinity.ts'
import { asciiLower } from '../sql/ascii-case.ts'
import { type Token, tokenize } from '../sql/parse/tokenize.ts'
import type { DraftColumn, DraftTable, PlanContext } from './draft.ts'
import { note } from './notices.ts'

/** One info notice, or none. */
export function noteHabits(tables: readonly DraftTable[], context: PlanContext): void {
  const habits = [...habitsOfColumns(tables), ...habitsOfTexts(textsOf(tables, context), namesOf(tables))]
  if (habits.length > 0) note(context, 'HABITS', 'SQL of the application', habits.join('; '))
}

function habitsOfColumns(tables: readonly DraftTable[]): readonly string[] {
  const find = (fits: (column: DraftColumn) => boolean): readonly string[] =>
    tables.flatMap(table =>
      table.columns.filter(fits).map(column => `${table.source.name}.${column.source.name}`),
    )
  return [
    ...habit('a boolean is not 1: write WHERE x, not WHERE x = 1', find(isBoolean)),
    ...habit('text = integer is an error, and these numbers are text now', find(isTextOfNumbers)),
  ]
}

const isBoolean = ({ candidate }: DraftColumn): boolean => candidate.family === 'boolean'

function isTextOfNumbers({ candidate, source }: DraftColumn): boolean {
  return candidate.family === 'text' && ['integer', 'real'].includes(affinityOf(source.declaredType))
}

/** Something SQLite keeps SQL in, by its name. */
interface NamedText {
  readonly name: string
  readonly tokens: readonly Token[]
}

function textsOf(tables: readonly DraftTable[], { input }: PlanContext): readonly NamedText[] {
  const { views, triggers } = input.source
  const ofTables = tables.flatMap(({ source: { name, checks, indexes } }) => [
    ...checks.map(({ expression }) => ({ name: `a check of ${name}`, sql: expression })),
    ...indexes.map(({ name: index, sql }) => ({ name: index, sql })),
  ])
  return [...views, ...triggers, ...ofTables].map(({ name, sql }) => ({ name, tokens: tokenize(sql) }))
}

const WORDS: readonly (readonly [RegExp, string])[] = [
  [/^like$/i, 'LIKE minds upper and lower case: ILIKE does not'],
  [/^glob$/i, 'GLOB is unknown: use ~ or LIKE'],
  [/^group$/i, 'under GROUP BY every column is grouped or aggregated'],
  [/^(?:rowid|_rowid_|oid)$/i, 'there is no rowid'],
  [/^cast$/i, "CAST('abc' AS INTEGER) raises an error"],
]

const CALLS: readonly (readonly [RegExp, string, boolean])[] = [
  [/^round$/i, 'round(2.5) of a numeric is 3, of a double precision 2', false],
  [/^(?:max|min)$/i, 'max(a, b) and min(a, b) are greatest and least', true],
  [/^sum$/i, 'sum of integers is numeric', false],
  [
    /^(?:group_concat|ifnull|strftime|datetime|julianday|printf|instr)$/i,
    'functions have other names',
    false,
  ],
]

/** Names of columns, in lower case: one called rowid is no hidden id. */
const namesOf = (tables: readonly DraftTable[]): ReadonlySet<string> =>
  new Set(tables.flatMap(({ columns }) => columns.map(({ source }) => asciiLower(source.name))))

function habitsOfTexts(texts: readonly NamedText[], columns: ReadonlySet<string>): readonly string[] {
  const having = (fits: (tokens: readonly Token[]) => boolean): readonly string[] =>
    texts.filter(({ tokens }) => fits(tokens)).map(({ name }) => name)
  return [
    ...WORDS.flatMap(([word, words]) =>
      habit(
        words,
        having(tokens => tokens.some(token => isWord(word)(token) && !columns.has(asciiLower(token.text)))),
      ),
    ),
    ...CALLS.flatMap(([word, words, several]) =>
      habit(
        words,
        having(tokens => tokens.some((_, at) => isCall(tokens, at, word, several))),
      ),
    ),
    ...habit(
      'x / 0 raises an error',
      having(tokens => tokens.some(isDivision)),
    ),
  ]
}

const isWord =
  (word: RegExp) =>
  ({ kind, text }: Token): boolean =>
    kind === 'word' && word.test(text)

const isDivision = ({ kind, text }: Token): boolean => kind === 'operator' && text === '/'

/** A call of this function here; `several` asks for more than one argument. */
function isCall(tokens: readonly Token[], at: number, word: RegExp, several: boolean): boolean {
  const [name, opening] = [tokens[at], tokens[at + 1]]
  if (name === undefined || !isWord(word)(name) || opening?.text !== '(') return false
  if (!several) return true
  for (let depth = 0, next = at + 1; next < tokens.length; next++) {
    const text = tokens[next]?.text
    if (text === '(') depth += 1
    if (text === ')') depth -= 1
    if (depth === 0) return false
    if (depth === 1 && text === ',') return true
  }
  return false
}

const SHOWN = 3

function habit(words: string, where: readonly string[]): readonly string[] {
  if (where.length === 0) return []
  const rest = where.length > SHOWN ? `, and ${where.length - SHOWN} more` : ''
  return [`${words} (${where.slice(0, SHOWN).join(', ')}${rest})`]
}
