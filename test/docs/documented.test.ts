// The manual and the program agree: whatever the program's tables hold is documented, and whatever the manual
// names is there. Each direction is a test, so that neither can run ahead.
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { OPTION_TABLE } from '../../src/cli/option-table.ts'
import { VERB_TABLE } from '../../src/cli/verb-table.ts'
import { EXIT_CODES } from '../../src/model/errors.ts'
import {
  allPages,
  bare,
  codeSpans,
  fencedLines,
  headings,
  ROOT,
  readPage,
  section,
  tableRows,
} from './pages.ts'

const pages = allPages()
const verbs = VERB_TABLE.map(row => row.verb)
const optionNames = OPTION_TABLE.map(row => `--${row.name}`)

/** First code span of the first cell of each row. */
function firstSpans(text: string): readonly string[] {
  return tableRows(text).map(([first = '']) => codeSpans(first)[0] ?? first)
}

describe('verbs', () => {
  test.each(verbs)('%s has a page of its own with all it owes the reader', verb => {
    const page = readPage(`docs/${verb}.md`)
    const owed = [
      'Synopsis',
      'Options',
      'What it does, in order',
      'What it changes',
      'Exit codes',
      'Examples',
    ]
    expect(headings(page)).toEqual(
      expect.arrayContaining([`sqlite2pg ${verb}`, ...owed, 'As a library function']),
    )
  })

  test('a command line shown anywhere names a verb that there is', () => {
    const words = shownCommandLines().map(line => line.match(/^sqlite2pg ([a-z]+)(?=\s|$)/)?.[1])
    const misspelt = 'mirgate'
    const known: readonly string[] = [...verbs, misspelt]
    expect(words.filter(word => word !== undefined && !known.includes(word))).toEqual([])
  })
})

describe('options', () => {
  const rows = tableRows(section(readPage('docs/options.md'), 'All options'))

  test('docs/options.md lists every option in the order of --help, and no other', () => {
    expect(rows.map(([first]) => codeSpans(first ?? '')[0]?.split(/[ =[]/)[0])).toEqual(optionNames)
  })

  test('docs/options.md gives the short form and the key of the configuration file', () => {
    const config = JSON.parse(readFileSync(join(ROOT, 'sqlite2pg.schema.json'), 'utf8')).properties
    expect(rows.map(([first, , , , key]) => [/`-\w`/.exec(first ?? '')?.[0] ?? '', bare(key)])).toEqual(
      OPTION_TABLE.map(row => [
        row.alias ? `\`-${row.alias}\`` : '',
        row.setting in config ? row.setting : '',
      ]),
    )
  })

  test.each(verbs)('the page of %s lists the options of that verb, and no other', verb => {
    const listed = codeSpans(section(readPage(`docs/${verb}.md`), 'Options'))
      .filter(span => span.startsWith('--'))
      .map(span => span.split(/[ =]/)[0])
    const own = OPTION_TABLE.filter(row => row.verbs.includes(verb)).map(row => `--${row.name}`)
    expect([...new Set(listed)].sort()).toEqual([...own].sort())
  })

  test('an option that a page names is one that there is', () => {
    const spans = pages.flatMap(({ text }) => codeSpans(text)).filter(span => span.startsWith('--'))
    const named = [...spans, ...shownCommandLines()].flatMap(
      text => text.match(/(?<!\S)--[a-z][\w-]*/g) ?? [],
    )
    const known = [...optionNames, '--help', '--version']
    expect(named.filter(name => !known.includes(name))).toEqual([])
  })
})

describe('exit codes', () => {
  const all = [0, ...Object.values(EXIT_CODES)].map(String)

  test.each(['README.md', 'docs/scripting.md'])('%s has the whole table', path => {
    expect(firstSpans(section(readPage(path), 'Exit codes')).map(bare)).toEqual(all)
  })

  test.each(verbs)('the page of %s names only exit codes that there are', verb => {
    const named = firstSpans(section(readPage(`docs/${verb}.md`), 'Exit codes')).map(bare)
    expect(named.length).toBeGreaterThan(1)
    expect(named.filter(code => !all.includes(code))).toEqual([])
  })
})

test('what the code examples import from sqlite2pg is exported', () => {
  const index = readFileSync(join(ROOT, 'src/index.ts'), 'utf8')
  const text = pages.flatMap(page => fencedLines(page.text)).join('\n')
  const names = [...text.matchAll(/import \{([^}]+)\} from 'sqlite2pg'/g)].flatMap(
    found => found[1]?.split(',') ?? [],
  )
  expect(names.length).toBeGreaterThan(3)
  expect(names.map(name => name.trim()).filter(name => !new RegExp(`\\b${name}\\b`).test(index))).toEqual([])
})

test('no page names a folder of the machine it was written on', () => {
  const own = [ROOT.replace(/[/\\]$/, ''), tmpdir()]
  const named = pages.filter(({ text }) => own.some(folder => text.includes(`${folder}/`)))
  expect(named.map(page => page.path)).toEqual([])
})

/** `sqlite2pg …` as it stands in fenced blocks and code spans. */
function shownCommandLines(): readonly string[] {
  const lines = pages.flatMap(({ text }) => [...fencedLines(text), ...codeSpans(text)])
  return lines
    .map(line => line.replace(/^(\$ |npx )+/, '').replace(/\s#.*$/, ''))
    .filter(line => line.startsWith('sqlite2pg '))
}
