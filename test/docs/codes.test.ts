// Error codes, notice codes and configuration keys: each has its line in the manual, and the manual names no other.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ERROR_CODES, type ErrorKind, EXIT_CODES } from '../../src/model/errors.ts'
import { NOTICES } from '../../src/plan/notices.ts'
import { allPages, bare, codeSpans, ROOT, readPage, tableRows } from './pages.ts'

describe('error codes', () => {
  const rows = tableRows(readPage('docs/errors.md').text)

  test('docs/errors.md has a line for each, and no other', () => {
    expect(rows.map(([code]) => bare(code))).toEqual(Object.keys(ERROR_CODES))
  })

  test('docs/errors.md gives the exit code of each', () => {
    const kinds: Readonly<Record<string, ErrorKind>> = ERROR_CODES
    expect(rows.map(([code, exit]) => [bare(code), Number(exit)])).toEqual(
      Object.entries(kinds).map(([code, kind]) => [code, EXIT_CODES[kind]]),
    )
  })
})

test('docs/notices.md has a line for each notice with its severity, and no other', () => {
  const rows = tableRows(readPage('docs/notices.md').text).map(([code, severity]) => [bare(code), severity])
  const notices = Object.entries(NOTICES).map(([code, { severity }]) => [code, severity])
  expect(rows.sort()).toEqual(notices.sort())
})

test('a code that a page names is an error, a notice or an environment variable', () => {
  const known = [...Object.keys(ERROR_CODES), ...Object.keys(NOTICES), 'ERROR_CODES']
  const variables = [
    ...[
      'SQLITE_PATH',
      'DATABASE_URL',
      'NO_COLOR',
      'UPDATE_DOCS',
      'SQLITE2PG_MASK_KEY',
      'SQLITE2PG_MASK_KEY_FILE',
      'SQLITE2PG_TEST_SERVER_URL',
      'SQLITE2PG_TEST_SERVER_BIN',
    ],
    ...['NODE_EXTRA_CA_CERTS', 'DATABASE_CONNECTION_POOL_URL'],
  ]
  const sql = ['CURRENT_TIMESTAMP']
  const named = allPages()
    .flatMap(({ text }) => codeSpans(text))
    .filter(span => /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/.test(span))
  expect(named.filter(code => ![...known, ...variables, ...sql].includes(code))).toEqual([])
})

test('every key of the configuration file is named in docs/configuration.md or docs/options.md', () => {
  const schema = JSON.parse(readFileSync(join(ROOT, 'sqlite2pg.schema.json'), 'utf8'))
  const keys = [schema, ...Object.values(schema.$defs)].flatMap(part => Object.keys(part.properties ?? {}))
  const said = ['docs/configuration.md', 'docs/options.md'].map(path => readPage(path).text).join('\n')
  expect(
    [...new Set(keys)].filter(key => !said.includes(`\`${key}\``) && !said.includes(`"${key}"`)),
  ).toEqual([])
})
