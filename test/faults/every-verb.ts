// Every verb, ending well and ending badly, one after the other, with a look at the source after each: in this
// process, or in one of another account.
import { doctor, migrate, plan, verify } from '../../src/index.ts'
import type { MigrateOptions } from '../../src/model/options.ts'
import type { RunReport } from '../../src/model/report.ts'

type VerbName = 'migrate' | 'plan' | 'verify' | 'doctor'

export interface Ending {
  readonly verb: VerbName
  readonly exitCode: number
  readonly options: MigrateOptions
}

/** In an order in which the first migrate makes what the others need. */
export function endings(sqlitePath: string, url: string, schema: string): readonly Ending[] {
  const target = { sqlitePath, url, schema }
  const free = { ...target, schema: `${schema}_free` }
  const nowhere = new URL(url)
  nowhere.port = '1'
  const away = { ...target, url: nowhere.href }
  return [
    { verb: 'plan', exitCode: 0, options: free },
    { verb: 'migrate', exitCode: 0, options: target },
    { verb: 'verify', exitCode: 0, options: target },
    { verb: 'doctor', exitCode: 0, options: target },
    { verb: 'migrate', exitCode: 4, options: target },
    { verb: 'plan', exitCode: 4, options: target },
    { verb: 'verify', exitCode: 4, options: free },
    ...(['migrate', 'plan', 'verify', 'doctor'] as const).map(verb => ({ verb, exitCode: 4, options: away })),
  ]
}

/** Runs one verb of the library. */
export async function runVerb({ verb, options }: Ending): Promise<RunReport> {
  switch (verb) {
    case 'migrate':
      return migrate(options)
    case 'verify':
      return verify(options)
    case 'plan':
      return (await plan(options)).report
    case 'doctor':
      return (await doctor(options)).report
  }
}

/** What one verb of the other process ended with, and the source's folder after it. */
export interface OtherEnding {
  readonly verb: VerbName
  readonly exitCode: number
  readonly listing: readonly string[]
  readonly digests: readonly string[]
}

const LIBRARY = new URL('../../dist/index.js', import.meta.url)

/** A script for `node --input-type=module -e`: carries out the endings with the built library, prints OtherEnding[]. */
export function everyVerbScript(all: readonly Ending[]): string {
  return `import { createHash } from 'node:crypto'
    import { readdirSync, readFileSync } from 'node:fs'
    import { dirname } from 'node:path'
    import * as library from ${JSON.stringify(LIBRARY.href)}
    const results = []
    for (const { verb, options } of ${JSON.stringify(all)}) {
      const result = await library[verb](options)
      const { exitCode } = result.report ?? result
      const listing = readdirSync(dirname(options.sqlitePath)).sort()
      const digests = listing.filter(name => !name.endsWith('-shm')).map(name =>
        name + ' ' + createHash('sha256').update(readFileSync(dirname(options.sqlitePath) + '/' + name)).digest('hex'))
      results.push({ verb, exitCode, listing, digests })
    }
    process.stdout.write(JSON.stringify(results))`
}
