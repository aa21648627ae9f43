// What every part of the bench works with: where its files are, which server it loads into, when it must stop.
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type DataSet, provideDataSet } from './data/data-set.ts'
import type { Measurement } from './measurement.ts'
import type { DataSize } from './sizes.ts'

export interface Workspace {
  readonly folder: string
  readonly serverUrl: string
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly timeoutSeconds: number
  readonly signal: AbortSignal
  readonly onMeasured: (measurement: Measurement, rounds: number) => void
  readonly onNote: (text: string) => void
}

/** Gives `work` the folder of --data, kept as it is left, or a temporary one. */
export async function withFolder<Result>(
  given: string | null,
  work: (folder: string) => Promise<Result>,
): Promise<Result> {
  if (given !== null) {
    mkdirSync(given, { recursive: true })
    return work(resolve(given))
  }
  const folder = mkdtempSync(join(tmpdir(), 'sqlite2pg-bench-'))
  // The embedded server may run under another account, which must be able to pass through.
  chmodSync(folder, 0o755)
  try {
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Gives `work` the data of a size; only --data keeps them longer, for a disk holds few large ones. */
export async function withData<Result>(
  size: DataSize,
  keep: boolean,
  workspace: Workspace,
  work: (data: DataSet) => Promise<Result>,
): Promise<Result> {
  const folder = keep ? join(workspace.folder, 'data') : mkdtempSync(join(workspace.folder, 'data-'))
  mkdirSync(folder, { recursive: true })
  try {
    return await work(provideDataSet(size, folder))
  } finally {
    if (!keep) rmSync(folder, { recursive: true, force: true })
  }
}

// Whatever names a target or a source for one of the programs would make it measure something else.
const MISLEADING = new Set(['DATABASE_URL', 'SQLITE_PATH', 'PGOPTIONS', 'NODE_OPTIONS', 'FORCE_COLOR'])

/** The environment of the contenders. */
export function quietEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !MISLEADING.has(name)))
}
