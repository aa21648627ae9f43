// A command line run in this process, with streams that remember, in a folder of its own.
import { EventEmitter } from 'node:events'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Writable } from 'node:stream'
import { runCommand } from '../../src/cli/run-command.ts'
import type { Terminal } from '../../src/cli/terminal.ts'

export interface CommandLineOptions {
  readonly files?: Readonly<Record<string, string>>
  readonly environment?: Readonly<Record<string, string>>
  readonly isTTY?: boolean
  /** What is typed at a question. */
  readonly typed?: string
}

export interface CommandLineResult {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
  readonly directory: string
}

/** A folder with these files in it. */
export function makeFolder(files: Readonly<Record<string, string>> = {}): string {
  const directory = mkdtempSync(join(tmpdir(), 'sqlite2pg-cli-'))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text)
  return directory
}

/** Runs `sqlite2pg …argv` in a fresh folder. */
export async function runIn(
  argv: readonly string[],
  options: CommandLineOptions = {},
): Promise<CommandLineResult> {
  const directory = makeFolder(options.files)
  const recorded = recordingTerminal(directory, options)
  const exitCode = await runCommand(argv, recorded.terminal)
  return { exitCode, stdout: recorded.stdout(), stderr: recorded.stderr(), directory }
}

export function recordingTerminal(directory: string, options: CommandLineOptions = {}) {
  const [stdout, stderr] = [recordingStream(options.isTTY), recordingStream(options.isTTY)]
  const stdin = Object.assign(new PassThrough(), { isTTY: options.isTTY ?? false })
  if (options.typed !== undefined) stdin.end(options.typed)
  let clockMs = Date.UTC(2025, 0, 2)
  const exits: number[] = []
  const signals = new EventEmitter()
  const terminal: Terminal = {
    stdin,
    stdout: stdout.stream,
    stderr: stderr.stream,
    environment: options.environment ?? {},
    directory,
    signals,
    now: () => clockMs,
    exit: code => void exits.push(code),
  }
  const passTime = (ms: number): void => {
    clockMs += ms
  }
  return {
    terminal,
    stdout: stdout.text,
    stderr: stderr.text,
    signals,
    exits,
    passTime,
    onText: stderr.onText,
  }
}

function recordingStream(isTTY = false) {
  let text = ''
  let listen: (chunk: string) => void = () => {}
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk)
      listen(String(chunk))
      done()
    },
  })
  const cursor = { clearLine: () => true, cursorTo: () => true, moveCursor: () => true }
  const onText = (listener: typeof listen): void => {
    listen = listener
  }
  return { stream: Object.assign(stream, { isTTY, columns: 80, ...cursor }), text: () => text, onText }
}
