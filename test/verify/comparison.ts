// Both sides of a test: a SQLite file in a folder of its own, and a database that is put back to the same
// state before each test.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Plan } from '../../src/model/plan.ts'
import type { SourceDatabase } from '../../src/model/source.ts'
import type { Check, Verdict } from '../../src/model/verdict.ts'
import { TargetConnection } from '../../src/postgres/connection.ts'
import { parseTarget } from '../../src/postgres/target/parse-target.ts'
import { trustPostgres } from '../../src/sql/text.ts'
import { SourceReader } from '../../src/sqlite/reader.ts'
import type { ContentTerms } from '../../src/verify/content/content-terms.ts'
import { type VerifyProgress, verifyCopy } from '../../src/verify/verify-copy.ts'
import { makeSource, SOURCE, TARGET, TODO } from './todo.ts'

export interface Comparison {
  readonly plan?: Plan
  /** SQL that makes the SQLite file. */
  readonly source?: string
  /** SQL that makes the target's schema `copy`. */
  readonly target?: string
  /** SQL that is run on the target after that, to break something. */
  readonly breaking?: string
  readonly encoding?: SourceDatabase['encoding']
  readonly signal?: AbortSignal
  /** Contents are proven as well. */
  readonly full?: boolean
  readonly onProgress?: (progress: VerifyProgress) => void
}

/** The verdict on two databases that are made for it. */
export async function compare(url: string, comparison: Comparison = {}): Promise<Verdict> {
  const {
    plan = TODO,
    source = SOURCE,
    target = TARGET,
    breaking = '',
    encoding = 'UTF-8',
    full = false,
    ...rest
  } = comparison
  const reader = openSource(source)
  const connection = await TargetConnection.connect(parseTarget({ url }))
  onTestFinished(() => connection.close())
  await connection.execute(trustPostgres('DROP SCHEMA IF EXISTS copy CASCADE'))
  await connection.execute(trustPostgres(target))
  if (breaking !== '') await connection.execute(trustPostgres(breaking))
  const contents = full ? CONTENTS : null
  return verifyCopy({ plan, source: { encoding }, reader, connection, schema: 'copy', contents, ...rest })
}

const CONTENTS: ContentTerms = {
  lanes: async () => [],
  partBytes: 1_000_000n,
  limit: 100,
  onProven: () => undefined,
}

function openSource(sql: string): SourceReader {
  const folder = mkdtempSync(join(tmpdir(), 'sqlite2pg-verify-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const path = join(folder, 'todo.db')
  makeSource(path, sql)
  const reader = new SourceReader(path, { path })
  onTestFinished(() => reader.close())
  return reader
}

/** What is different, as `tasks.title: nulls 0, 1`. */
export function differences(verdict: Verdict): readonly string[] {
  return checksOf(verdict, 'different')
}

export function checksOf(verdict: Verdict, status: Check['status']): readonly string[] {
  return verdict.checks
    .filter(check => check.status === status)
    .map(({ object, kind, expected, found }) => `${object}: ${kind} ${expected}, ${found}`)
}
