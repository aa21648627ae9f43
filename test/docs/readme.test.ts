// The README promises a session and two commands: the session is run, the commands are those of package.json.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fencedLines, ROOT, readPage } from './pages.ts'
import { expectSessionsToBeReal, showsSessions } from './shown-sessions.ts'

const readme = readPage('README.md')

test('the session in the README prints what the README shows', async () => {
  expect(showsSessions(readme)).toBe(true)
  await expectSessionsToBeReal(readme)
})

test('the README names the two commands exactly, and package.json has their scripts', () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  expect(fencedLines(readme.text)).toEqual(
    expect.arrayContaining(['npm ci && npm run demo', 'npm ci && npm test']),
  )
  expect(scripts).toMatchObject({ demo: expect.any(String), test: expect.any(String) })
})
