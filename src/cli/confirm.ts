// The question before something destructive. It is asked only of a person at a terminal; anything else has
// to say --yes.
import { createInterface } from 'node:readline/promises'
import { Sqlite2pgError } from '../model/errors.ts'
import type { WrittenSince } from '../model/journal.ts'
import type { RepairedTable } from '../model/repair.ts'
import { repairedRows } from '../report/repair-text.ts'
import { writtenText } from '../report/rollback-text.ts'
import { visibleText } from '../report/visible-text.ts'
import { interruption } from '../run/interruption.ts'
import type { Request } from './request.ts'
import type { Session } from './session.ts'
import type { Terminal } from './terminal.ts'
import { usageError } from './usage-error.ts'

/** Returns if the run may go on. Throws CONFIRMATION_REQUIRED without a terminal, INTERRUPTED after a no. */
export async function confirmDestruction(
  request: Request,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<void> {
  const { verb, settings } = request
  const isLoad = verb === 'load'
  const replaces = (verb === 'migrate' || verb === 'refresh' || isLoad) && settings.dryRun !== true
  if (!replaces || !settings.forceRecreate || settings.yes) return
  if (!terminal.stdin.isTTY || !terminal.stderr.isTTY) throw confirmationRequired(isLoad)
  const where = settings.schema === undefined ? 'the target' : `schema ${settings.schema} of the target`
  const what = isLoad ? 'rows that are there already' : 'tables of the same name'
  const answer = await ask(`Replace the ${what} in ${where}? The old ones are kept. [y/N] `, terminal, signal)
  if (!isYes(answer)) {
    throw new Sqlite2pgError('INTERRUPTED', 'not confirmed; nothing was changed', 'Answer y, or pass --yes.')
  }
}

/** Asks whether to roll back although rows were written since; null where nobody can be asked. */
export function rollbackQuestion({
  terminal,
  progress,
  signal,
}: Session): ((written: readonly WrittenSince[]) => Promise<boolean>) | null {
  if (!terminal.stdin.isTTY || !terminal.stderr.isTTY) return null
  return async written => {
    progress.stop()
    const texts = written.map(since => visibleText(writtenText(since)))
    const question = `Written since that run:\n  ${texts.join('\n  ')}\nRoll back all the same? They are kept in a schema of their own until the next run. [y/N] `
    return isYes(await ask(question, terminal, signal))
  }
}

/** Asks before rows of the target are deleted or overwritten; null where nobody can be asked. */
export function repairQuestion({
  terminal,
  progress,
  signal,
}: Session): ((tables: readonly RepairedTable[]) => Promise<boolean>) | null {
  if (!terminal.stdin.isTTY || !terminal.stderr.isTTY) return null
  return async tables => {
    progress.stop()
    const texts = tables.map(table => `${visibleText(table.table)}: ${repairedRows(table)}`)
    const question = `Rows of the target that differ from the source:\n  ${texts.join('\n  ')}\nChange and delete them? [y/N] `
    return isYes(await ask(question, terminal, signal))
  }
}

const isYes = (answer: string): boolean => /^\s*y(es)?\s*$/i.test(answer)

async function ask(question: string, terminal: Terminal, signal: AbortSignal): Promise<string> {
  const reader = createInterface({ input: terminal.stdin, output: terminal.stderr })
  try {
    const closed = new Promise<never>((_, reject) => reader.once('close', () => reject(interruption())))
    return await Promise.race([reader.question(question, { signal }), closed])
  } finally {
    reader.close()
  }
}

function confirmationRequired(isLoad: boolean): Sqlite2pgError {
  return usageError(
    'CONFIRMATION_REQUIRED',
    `--force-recreate replaces ${isLoad ? 'rows' : 'tables'}, and nobody can be asked here: this is no terminal`,
    `Pass --yes as well. \`sqlite2pg ${isLoad ? 'load --dry-run' : 'plan'}\` shows what would be replaced.`,
  )
}
