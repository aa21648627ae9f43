// Processes really run: their time, the memory of the whole tree, and that they end when they must.
import { tmpdir } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { measuresMemory } from '../../bench/process/process-tree.ts'
import { type ProcessOptions, runMeasured } from '../../bench/process/run-measured.ts'

const options: ProcessOptions = {
  cwd: tmpdir(),
  environment: process.env,
  timeoutSeconds: 30,
  signal: new AbortController().signal,
}
const HOLD = 'const held = Buffer.alloc(150e6, 1); setTimeout(() => held.length, 300)'

test('time, output and exit code are those of the process', async () => {
  const script = 'console.log("out"); console.error("err"); setTimeout(() => process.exit(3), 200)'
  const outcome = await runMeasured(process.execPath, ['-e', script], options)
  expect(outcome).toMatchObject({ exitCode: 3, stdout: 'out\n', stderr: 'err\n', timedOut: false })
  expect(outcome.seconds).toBeGreaterThan(0.2)
})

test.runIf(measuresMemory)('the memory of children that run at the same time counts together', async () => {
  const both = `"${process.execPath}" -e '${HOLD}' | "${process.execPath}" -e '${HOLD}'`
  const { peakMemoryBytes } = await runMeasured('sh', ['-c', both], options)
  expect(peakMemoryBytes).toBeGreaterThan(300e6)
  expect(peakMemoryBytes).toBeLessThan(600e6)
})

test('a process that takes too long is ended with its children', async () => {
  const started = performance.now()
  const outcome = await runMeasured('sh', ['-c', 'sleep 20 | sleep 20'], { ...options, timeoutSeconds: 1 })
  expect(outcome).toMatchObject({ exitCode: null, timedOut: true })
  expect(performance.now() - started).toBeLessThan(10_000)
})

test('an interruption ends the process and is what is thrown', async () => {
  const interruption = new AbortController()
  const run = runMeasured('sleep', ['20'], { ...options, signal: interruption.signal })
  const expected = expect(run).rejects.toThrow('interrupted')
  await sleep(100)
  interruption.abort(new Error('interrupted'))
  await expected
})

test('a program that is not there is an error', async () => {
  await expect(runMeasured('no-such-program', [], options)).rejects.toThrow('ENOENT')
})
