// A run that sets rows aside, held to what every such run is held to: the dry run tells the same, verify with the
// same options finds no difference, and the rows of each table add up.
import { expect } from 'vitest'
import { type MigrateOptions, migrate, plan, type RunReport, verify } from '../../src/index.ts'

export const SET_ASIDE = { badValues: 'quarantine', orphans: 'quarantine' } as const

let schemas = 0

/** Moves a file into a schema of its own. */
export async function moved(url: string, sqlitePath: string, more: Partial<MigrateOptions> = SET_ASIDE) {
  const options = { sqlitePath, url, schema: `s${++schemas}`, ...more }
  const dry = await plan(options)
  const report = await migrate(options)
  expect({ exitCode: report.exitCode, error: report.error }).toEqual({ exitCode: 0, error: null })
  expect(dry.report.exitCode).toBe(0)
  expect(told(dry.report)).toEqual(told(report))
  expect(counts(dry.report)).toEqual(counts(report))
  const verified = await verify(options)
  expect({ exitCode: verified.exitCode, error: verified.error }).toEqual({ exitCode: 0, error: null })
  expect(counts(verified)).toEqual(counts(report))
  return { options, report, dry, schema: options.schema }
}

function told({ notices }: RunReport): readonly string[] {
  return notices.map(({ code, object, message }) => `${code} ${object} ${message}`)
}

/** Source, copied and quarantined rows of each table; they must add up. */
export function counts({ tables }: RunReport): Readonly<Record<string, readonly [number, number, number]>> {
  return Object.fromEntries(
    tables.map(({ source, sourceRows, copiedRows, quarantinedRows }) => {
      expect(sourceRows).toBe(copiedRows + quarantinedRows)
      return [source, [Number(sourceRows), Number(copiedRows), Number(quarantinedRows)]]
    }),
  )
}
