import { expect, test } from 'vitest'
import { OPTION_TABLE } from '../../src/cli/option-table.ts'
import { VERBS } from '../../src/cli/verb-table.ts'
import { runIn } from './command-line.ts'

test('the help names every verb, every option and every exit code, within 100 columns', async () => {
  const { exitCode, stdout, stderr } = await runIn(['--help'])
  for (const verb of VERBS) expect(stdout).toMatch(new RegExp(`\\b${verb}\\b`))
  for (const { name } of OPTION_TABLE) expect(stdout).toContain(`--${name}`)
  for (const code of [0, 1, 2, 3, 4, 5, 6, 130]) expect(stdout).toMatch(new RegExp(`\\n  ${code} +\\S`))
  expect(stdout.split('\n').filter(line => line.length > 100)).toEqual([])
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
})

test.each(VERBS)('%s --help shows its synopsis and the exit codes', async verb => {
  const { exitCode, stdout } = await runIn([verb, '-h'])
  expect(stdout).toMatch(new RegExp(`Usage\n  sqlite2pg \\[?${verb}`))
  expect(stdout).toContain('Exit codes')
  expect(exitCode).toBe(0)
})

test('the help of a verb shows only its options', async () => {
  const { stdout } = await runIn(['verify', '--help'])
  expect(stdout).toContain('--schema NAME')
  expect(stdout).not.toContain('--force-recreate')
})

test('--version prints the version and nothing else', async () => {
  const { stdout } = await runIn(['--version'])
  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
})
