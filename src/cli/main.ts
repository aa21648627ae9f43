#!/usr/bin/env node
// The program: this process's terminal, one command, its exit code. Output is written out before the end.
import { endProcess } from './end-process.ts'
import { endWithError } from './ending.ts'
import { roughSettings, runCommand } from './run-command.ts'
import { processTerminal } from './terminal.ts'

const argv = process.argv.slice(2)
const terminal = processTerminal()

// A reader that has seen enough (`| head`) is no fault of the run; a full disk is none either, but is told.
process.stdout.once('error', ({ code }: NodeJS.ErrnoException) => {
  if (code !== 'EPIPE') process.stderr.write(`sqlite2pg: standard output cannot be written (${code})\n`)
})
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
process.on(
  'uncaughtException',
  thrown => void end(endWithError(thrown, 'migrate', roughSettings(argv), terminal)),
)

async function end(code: number): Promise<void> {
  await Promise.all(
    [process.stdout, process.stderr].map(stream => new Promise(done => stream.write('', done))),
  )
  endProcess(code)
}

await end(await runCommand(argv, terminal))
