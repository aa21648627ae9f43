// A whole command line, from its words to its exit code. Touches nothing but the terminal it is given, so
// that a test can run it in its own process.
import type { Verb } from '../model/report.ts'
import { TOOL_VERSION } from '../run/tool-version.ts'
import { endWithError } from './ending.ts'
import { helpText } from './help.ts'
import { checkOutputFiles } from './output-files.ts'
import { parseArguments } from './parse-arguments.ts'
import { resolveRequest } from './request.ts'
import { runVerb } from './run-verb.ts'
import type { Settings } from './settings.ts'
import { styleFor, type Terminal } from './terminal.ts'
import { usageError } from './usage-error.ts'
import { VERBS } from './verb-table.ts'

/** Runs and returns the exit code; throws nothing. */
export async function runCommand(argv: readonly string[], terminal: Terminal): Promise<number> {
  try {
    requireDirectory(terminal)
    const command = parseArguments(argv, terminal.directory)
    switch (command.kind) {
      case 'help':
        return print(
          helpText(command.verb, styleFor(terminal.stdout, terminal, argv.includes('--no-color'))),
          terminal,
        )
      case 'version':
        return print(TOOL_VERSION, terminal)
      case 'run': {
        const request = resolveRequest(command.verb, command.settings, terminal)
        checkOutputFiles(request, terminal.directory)
        return await runVerb(request, terminal)
      }
    }
  } catch (thrown) {
    return endWithError(thrown, roughVerb(argv), roughSettings(argv), terminal)
  }
}

/** Every path that was given is meant from there. */
function requireDirectory({ directory }: Terminal): void {
  if (directory !== '') return
  throw usageError(
    'BAD_OPTION_VALUE',
    'the working directory is not there any more',
    'Change to a folder that exists (cd), and run again.',
  )
}

function print(text: string, terminal: Terminal): number {
  terminal.stdout.write(`${text}\n`)
  return 0
}

/** How to tell of a command line that could not be read: by what it plainly says. */
export function roughSettings(argv: readonly string[]): Settings {
  return {
    json: argv.includes('--json'),
    verbose: argv.includes('--verbose'),
    noColor: argv.includes('--no-color'),
  }
}

function roughVerb(argv: readonly string[]): Verb {
  return VERBS.find(verb => verb === argv[0]) ?? 'migrate'
}
