// The help of the program and of each verb, from the tables that parser and checks read as well.
import type { Verb } from '../model/report.ts'
import { alignRows } from '../report/aligned-table.ts'
import { wrapText } from '../report/display-width.ts'
import type { TextStyle } from '../report/text-style.ts'
import { OPTION_TABLE, type OptionRow, optionSpelling } from './option-table.ts'
import { VERB_TABLE, type VerbRow } from './verb-table.ts'

/** Help is read, not parsed: beyond this its lines are hard to follow, in a file too. */
const WIDEST = 100

const EXIT_CODE_MEANINGS: readonly (readonly [string, string])[] = [
  ['0', 'done and proven; for a dry run: the real run would go through'],
  ['1', 'a fault in sqlite2pg itself; the message asks for a report'],
  ['2', 'the command line or the config file is wrong'],
  ['3', 'the source cannot be used: missing, not SQLite, encrypted, corrupt, locked, or it holds no table'],
  [
    '4',
    'the target cannot be used: unreachable, refused login, missing database or role, no privilege, wrong encoding, names occupied, lost half-way',
  ],
  ['5', "data or schema that needs the user's decision; each is listed with the option that decides it"],
  ['6', 'source and target differ'],
  ['130', 'interrupted; nothing was published'],
]

/** The help without a final line feed; `verb` null is the program's own. */
export function helpText(verb: Verb | null, given: TextStyle): string {
  const style = { ...given, width: Math.min(given.width, WIDEST) }
  const row = VERB_TABLE.find(candidate => candidate.verb === verb)
  const lines = row === undefined ? programLines(style) : verbLines(row, style)
  return [...lines, ...exitCodeLines(style)].join('\n')
}

function programLines(style: TextStyle): string[] {
  return [
    'Moves a SQLite database into PostgreSQL, proves that it arrived intact, and only then publishes it.',
    ...section(
      'Usage',
      [
        ['sqlite2pg [VERB] [SQLITE] [URL] [options]', ''],
        ['sqlite2pg VERB --help', ''],
      ],
      style,
    ),
    ...section(
      'Verbs',
      VERB_TABLE.map(row => [row.verb === 'migrate' ? 'migrate (default)' : row.verb, row.about]),
      style,
    ),
    ...optionLines(OPTION_TABLE, style),
    ...exampleLines(
      VERB_TABLE.flatMap(row => row.examples.slice(0, row.verb === 'migrate' ? 3 : 1)),
      style,
    ),
  ]
}

function verbLines(row: VerbRow, style: TextStyle): string[] {
  const options = OPTION_TABLE.filter(option => option.verbs.includes(row.verb))
  return [
    ...wrapText(row.about, style.width),
    ...section('Usage', [[`sqlite2pg ${row.synopsis}`, '']], style),
    ...(options.length === 0 ? [] : optionLines(options, style)),
    ...exampleLines(row.examples, style),
  ]
}

function optionLines(options: readonly OptionRow[], style: TextStyle): string[] {
  const rows = options.map(row => [
    row.alias ? `-${row.alias}, ${optionSpelling(row)}` : `    ${optionSpelling(row)}`,
    row.about,
  ])
  const others = [
    ['-h, --help', 'this help; sqlite2pg VERB --help for one verb'],
    ['    --version', 'the version'],
  ]
  const precedence = '    A flag goes before the environment, the environment before the configuration file.'
  return [...section('Options', [...rows, ...others], style), ...wrapText(precedence, style.width)]
}

function exampleLines(examples: readonly string[], style: TextStyle): string[] {
  if (examples.length === 0) return []
  return section(
    'Examples',
    examples.map(example => [example, '']),
    style,
  )
}

function exitCodeLines(style: TextStyle): string[] {
  return section('Exit codes', EXIT_CODE_MEANINGS, style)
}

function section(heading: string, rows: readonly (readonly string[])[], style: TextStyle): string[] {
  return ['', style.paint.bold(heading), ...alignRows(rows, { width: style.width, indent: 2 })]
}
