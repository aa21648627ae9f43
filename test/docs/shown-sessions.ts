// The test of one page: its session is run and must print what the page shows. With UPDATE_DOCS=1 the page is
// written anew instead, for an author who changed the program's words on purpose.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { readParts, replaceOutputs } from './console-blocks.ts'
import { type Page, ROOT } from './pages.ts'
import { comparable } from './presentable.ts'
import { runParts } from './session.ts'

export function showsSessions({ text }: Page): boolean {
  return readParts(text).some(part => part.kind === 'console')
}

/** Runs every console block of the page in order and compares block by block. */
export async function expectSessionsToBeReal({ path, text }: Page): Promise<void> {
  const parts = readParts(text)
  const outputs = await runParts(parts)
  if (process.env['UPDATE_DOCS']) return writeFileSync(join(ROOT, path), replaceOutputs(text, outputs))
  for (const part of parts) {
    if (part.kind !== 'console') continue
    const real = part.commands.map(({ command }, i) => ({
      command,
      prints: comparable(outputs.get(part)?.[i] ?? ''),
    }))
    const shown = part.commands.map(({ command, output }) => ({ command, prints: comparable(output) }))
    expect(shown).toEqual(real)
  }
}
