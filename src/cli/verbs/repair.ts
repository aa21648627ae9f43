// `sqlite2pg repair`: the library's repair. Its script goes to standard output or into a file as it is made; with --apply
// a person is asked before rows of the target are deleted or overwritten.

import { once } from 'node:events'
import { closeSync, openSync, writeSync } from 'node:fs'
import { resolve } from 'node:path'
import { repairText } from '../../report/repair-text.ts'
import { visibleText } from '../../report/visible-text.ts'
import { repairQuestion } from '../confirm.ts'
import { notWritable } from '../output-files.ts'
import type { RunVerb, Session } from '../session.ts'

export const runRepair: RunVerb = async (session, options) => {
  const { repair } = await import('../../run/repair/repair.ts')
  const { settings } = session.request
  const { apply = false, yes = false, quiet = false, json = false, out } = settings
  const confirm = repairQuestion(session)
  const script = out === undefined ? scriptOnOutput(session) : scriptInFile(session, out)
  const isWanted = out !== undefined || (!apply && !json)
  try {
    const result = await repair({
      ...options,
      ...{ apply, yes },
      ...(confirm !== null && { confirm }),
      ...(isWanted && { onScript: script.write }),
    })
    const text =
      quiet || !apply || result.repair === null ? '' : repairText(result.report, result.repair, session.style)
    return { report: result.report, text, tells: 'nothing', more: { repair: result.repair } }
  } finally {
    script.end()
  }
}

interface Script {
  readonly write: (text: string) => Promise<void>
  readonly end: () => void
}

function scriptOnOutput({ terminal, progress }: Session): Script {
  return {
    write: async text => {
      progress.stop()
      if (!terminal.stdout.write(text)) await once(terminal.stdout, 'drain')
    },
    end: () => undefined,
  }
}

/** What was there before stays until there is something to write. */
function scriptInFile({ terminal, progress }: Session, path: string): Script {
  let file: number | null = null
  return {
    write: async text => {
      try {
        file ??= openSync(resolve(terminal.directory, path), 'w')
        writeSync(file, text)
      } catch (thrown) {
        throw notWritable({ option: '--out', path }, thrown)
      }
    },
    end: () => {
      if (file === null) return
      closeSync(file)
      progress.tell(`The script is in ${visibleText(path)}.`)
    },
  }
}
