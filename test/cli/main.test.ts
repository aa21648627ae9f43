// The program as a process: its exit code reaches the shell, and a closed pipe does not hurt it.
import { type StdioOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, openSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { makeFolder } from './command-line.ts'

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))
const LOADER = import.meta.resolve('tsx')

function start(...argv: string[]) {
  const { PATH, HOME } = process.env
  return spawn(process.execPath, ['--import', LOADER, MAIN, ...argv], {
    cwd: makeFolder(),
    env: { PATH, HOME },
  })
}

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
  let text = ''
  for await (const chunk of stream) text += String(chunk)
  return text
}

test('the exit code and the error reach the shell', async () => {
  const child = start('--jobs', '0')
  const [text, [code]] = await Promise.all([textOf(child.stderr), once(child, 'exit')])
  expect(text).toMatch(/^sqlite2pg: --jobs: /)
  expect(code).toBe(2)
})

test('a reader that goes away is no fault', async () => {
  const child = start('--help')
  child.stdout.destroy()
  const [text, [code]] = await Promise.all([textOf(child.stderr), once(child, 'exit')])
  expect({ text, code }).toEqual({ text: '', code: 0 })
})

test.skipIf(!existsSync('/dev/full'))('a full disk under standard output is told', async () => {
  const { PATH, HOME } = process.env
  const stdio: StdioOptions = ['ignore', openSync('/dev/full', 'w'), 'pipe']
  const child = spawn(process.execPath, ['--import', LOADER, MAIN, '--help'], { env: { PATH, HOME }, stdio })
  const text = await textOf(child.stderr as NodeJS.ReadableStream)
  expect(text).toBe('sqlite2pg: standard output cannot be written (ENOSPC)\n')
})

test('serve tells how to connect without showing the password, and ends with Ctrl-C and exit code 0', async () => {
  const child = start('serve')
  let text = ''
  child.stdout.on('data', chunk => {
    text += String(chunk)
    if (text.includes('Ctrl-C')) child.kill('SIGINT')
  })
  const [code] = await once(child, 'exit')
  expect(text).toMatch(
    /^Embedded PostgreSQL \d+.* at postgresql:\/\/postgres@127\.0\.0\.1:\d+\/sqlite2pg, data in .*\nPGPASSWORD="\$\(cat .*\/password\)" psql postgresql:/,
  )
  expect(code).toBe(0)
})
