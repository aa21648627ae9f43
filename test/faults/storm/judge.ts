// What is live, held against the two states that may be: the old one to the last oid, or the new one, of the same
// structure as a run without a fault gives and with every cell of the file. Anything else is a fault of ours.
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { status } from '../../../src/index.ts'
import { type Contents, sourceContents, targetContents } from '../../run/cells.ts'
import { liveState, ownSchemas } from '../../run/live-state.ts'
import { privateSchemas, type SchemaContents, schemaContents } from '../live-schema.ts'

/** What a run did wrong, in words. */
export class Misdeed extends Error {}

export interface States {
  readonly old: readonly string[]
  readonly fresh: SchemaContents
  readonly source: string | null
}

/** Throws Misdeed for anything between. */
export async function judgeState(url: string, { old, fresh, source }: States): Promise<'old' | 'new'> {
  const contents = await schemaContents(url, 'public')
  if (isDeepStrictEqual(contents, fresh)) {
    await requireCells(url, source)
    return 'new'
  }
  const state = await liveState(url)
  if (isDeepStrictEqual(state, old)) return 'old'
  throw new Misdeed(
    `the live schema is neither the old state nor the new one:\n${difference('old', old, state)}\n${difference('new', fresh.relations, contents.relations)}`,
  )
}

/** Every cell of the file is in the live schema, and no other. */
export async function requireCells(url: string, source: string | null): Promise<void> {
  const found = await targetContents(url)
  const wanted: Contents = source === null ? {} : await fileContents(source, url)
  if (source !== null && Object.keys(found).length === 0) throw new Misdeed('no table is live')
  for (const [table, rows] of Object.entries(found))
    if (!isDeepStrictEqual(rows, wanted[table] ?? []))
      throw new Misdeed(
        `table ${table} differs from the file: ${difference('file', wanted[table] ?? [], rows)}`,
      )
}

/** From a copy: reading a file in WAL mode leaves others beside it, and it is looked at what runs leave there. */
async function fileContents(path: string, url: string): Promise<Contents> {
  const folder = mkdtempSync(join(tmpdir(), 'sqlite2pg-witness-'))
  try {
    copyFileSync(path, join(folder, 'source.db'))
    return await sourceContents(join(folder, 'source.db'), url)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Nothing of dead runs is left; of what was replaced or undone at most the last step. */
export async function requireClean(url: string): Promise<void> {
  const left = await privateSchemas(url, 'run')
  if (left.length > 0) throw new Misdeed(`left in the target: ${left.join(', ')}`)
  const kept = await ownSchemas(url)
  if (new Set(kept).size < kept.length) throw new Misdeed(`more is kept than one step: ${kept.join(', ')}`)
  const { runs } = await status({ url })
  const running = runs.filter(({ outcome }) => outcome === 'running')
  if (running.length > 0) throw new Misdeed(`status shows a run that is over: ${JSON.stringify(running)}`)
}

/** Code 0 says that the new state is live, any other that the old one is; a killed run says nothing. */
export function requireInKeeping(
  state: 'old' | 'new',
  exitCode: number | null,
  expected: readonly number[],
): void {
  if (exitCode === null) return
  if (!expected.includes(exitCode))
    throw new Misdeed(`exit code ${exitCode} is none that this fault may bring`)
  if ((exitCode === 0) !== (state === 'new'))
    throw new Misdeed(`exit code ${exitCode}, and yet the ${state} state is live`)
}

function difference(name: string, wanted: readonly string[], found: readonly string[]): string {
  const [there, here] = [new Set(wanted), new Set(found)]
  const missing = wanted.filter(line => !here.has(line)).slice(0, 5)
  const extra = found.filter(line => !there.has(line)).slice(0, 5)
  const cut = (lines: readonly string[]) => lines.map(line => line.slice(0, 300)).join('\n    ')
  return `  ${name} state lacks\n    ${cut(missing)}\n  and has\n    ${cut(extra)}`
}
