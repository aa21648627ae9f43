import { expect, test } from 'vitest'
import { confirmDestruction } from '../../src/cli/confirm.ts'
import { watchInterrupts } from '../../src/cli/interrupts.ts'
import type { Request } from '../../src/cli/request.ts'
import { recordingTerminal } from './command-line.ts'

test('the first Ctrl-C aborts the run and says so, the second ends the program', () => {
  const { terminal, signals, exits } = recordingTerminal('/')
  const told: string[] = []
  const { signal, release } = watchInterrupts(terminal, line => told.push(line))
  signals.emit('SIGINT')
  expect(signal.aborted).toBe(true)
  expect(signal.reason).toMatchObject({ code: 'INTERRUPTED', exitCode: 130 })
  expect(exits).toEqual([])
  signals.emit('SIGTERM')
  expect(exits).toEqual([130])
  expect(told).toHaveLength(1)
  release()
  expect(signals.listenerCount('SIGINT')).toBe(0)
})

const request: Request = {
  verb: 'migrate',
  settings: { forceRecreate: true },
  sqlitePath: 'a.db',
  target: { kind: 'embedded', directory: '/x' },
}

async function answered(typed: string): Promise<string> {
  const recorded = recordingTerminal('/', { isTTY: true, typed })
  await confirmDestruction(request, recorded.terminal, new AbortController().signal)
  return recorded.stderr()
}

test('on a terminal --force-recreate asks, and only a yes goes on', async () => {
  expect(await answered('y\n')).toContain('Replace the tables of the same name')
  await expect(answered('\n')).rejects.toMatchObject({ code: 'INTERRUPTED' })
  await expect(answered('no\n')).rejects.toMatchObject({ code: 'INTERRUPTED' })
  await expect(answered('')).rejects.toMatchObject({ code: 'INTERRUPTED' })
})

test('--yes is an answer', async () => {
  const recorded = recordingTerminal('/')
  const yes = { ...request, settings: { forceRecreate: true, yes: true } }
  await confirmDestruction(yes, recorded.terminal, new AbortController().signal)
  expect(recorded.stderr()).toBe('')
})
