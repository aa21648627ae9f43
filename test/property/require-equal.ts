// Holds a published copy against its file: every cell of every table, the report's counts, and the structure.
import { copyFileSync, rmSync } from 'node:fs'
import Database from 'better-sqlite3'
import type pg from 'pg'
import type { RunReport } from '../../src/index.ts'
import type { BuiltFile } from './build-file.ts'
import { differencesOf } from './compare-cells.ts'
import { Fault } from './fault.ts'
import { sequenceFaults } from './judge-sequences.ts'
import { lossesOf, type NameMap } from './judge-structure.ts'
import { findQuarantine, readQuarantine, withoutQuarantined } from './read-quarantine.ts'
import {
  encodingOf,
  SESSION,
  sourceColumns,
  sourceRows,
  type TargetColumn,
  targetRows,
  targetTables,
} from './read-sides.ts'
import { readStructure } from './read-structure.ts'
import type { ObjectModel } from './source-model.ts'

export interface Copy {
  readonly report: RunReport
  readonly sqlitePath: string
  readonly schema: string
  readonly client: pg.Client
  readonly built: BuiltFile
  /** True where other names than the file's were asked for. */
  readonly isStyled: boolean
  /** What was asked for, by `table.column`. */
  readonly casts: Readonly<Record<string, string>>
}

type Found = ReadonlyMap<string, readonly TargetColumn[]>

/** Throws a Fault for the first difference. */
export async function requireEqual(copy: Copy): Promise<void> {
  const { report, sqlitePath, schema, client, built, isStyled, casts } = copy
  await client.query(SESSION)
  const found = await targetTables(client, schema)
  const names = nameMap(report, isStyled)
  // Of a copy of the file, since reading a file in WAL mode leaves side files behind.
  const path = `${sqlitePath}.copy`
  const structure = await readStructure(client, schema)
  const ofSequences: string[] = []
  copyFileSync(sqlitePath, path)
  const database = new Database(path)
  try {
    for (const { name } of built.accepted.tables) await requireEqualTable(name, database, found, names, copy)
    ofSequences.push(...sequenceFaults(built.accepted.tables, database, structure, names))
    for (const object of built.accepted.objects) {
      if (object.kind === 'view') await requireEqualView(object, database, found, names, copy)
    }
  } finally {
    database.close()
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true })
  }
  requireNoStrangers(names, report, found, built)
  const losses = [...lossesOf(built.accepted, structure, report.notices, names, casts), ...ofSequences]
  if (losses[0] !== undefined) throw new Fault(losses[0].replace(/:.*| to .*/s, ''), losses.join('\n'))
}

async function requireEqualTable(
  name: string,
  database: Database.Database,
  found: Found,
  names: NameMap,
  { report, schema, client, casts }: Copy,
): Promise<void> {
  const target = names.table(name)
  const copies = found.get(target) ?? []
  const columns = sourceColumns(database, name)
  const known = columns.flatMap(column => {
    const copy = copies.find(found => found.name === names.column(name, column))
    const cast = casts[`${name}.${column}`]
    return copy === undefined ? [] : [cast === undefined ? copy : { ...copy, cast }]
  })
  if (known.length < columns.length || copies.length !== columns.length)
    throw new Fault(
      'columns differ',
      `${name}: ${columns.join(', ')} are ${copies.map(column => column.name).join(', ')}`,
    )
  const told = report.tables.find(({ source }) => source === name)
  const rows = sourceRows(database, name, columns)
  const quarantine = told?.quarantinedRows ? findQuarantine(found) : null
  const aside =
    quarantine === null
      ? []
      : await readQuarantine(client, schema, quarantine, { name, columns, encoding: encodingOf(database) })
  const moved = withoutQuarantined(rows, aside)
  if (moved.strangers > 0 || BigInt(aside.length) !== (told?.quarantinedRows ?? 0n))
    throw new Fault(
      'rows in quarantine',
      `${name}: ${moved.strangers} of ${aside.length} are not in the file`,
    )
  const differences = differencesOf(moved.rows, await targetRows(client, schema, target, known), known)
  if (differences.length > 0)
    throw new Fault('cells differ', `${name}: ${differences.slice(0, 4).join('; ')}`)
  const { sourceRows: sent = -1n, copiedRows = 0n, quarantinedRows = 0n } = told ?? {}
  if (sent !== BigInt(rows.length) || copiedRows + quarantinedRows !== sent)
    throw new Fault(
      'row counts of the report',
      `${name}: ${sent} source, ${copiedRows} copied, ${rows.length} rows`,
    )
}

/** A view that was carried gives the same rows, unless rows were set aside or the user asked for other values. */
async function requireEqualView(
  { name }: ObjectModel,
  database: Database.Database,
  found: Found,
  names: NameMap,
  { report, schema, client, casts }: Copy,
): Promise<void> {
  if (report.tables.some(({ quarantinedRows }) => quarantinedRows > 0n)) return
  if (Object.keys(casts).length > 0) return
  const target = [...found.keys()].find(other => names.isObject(name, other))
  const columns = found.get(target ?? '')
  if (target === undefined || columns === undefined) return
  const rows = sourceRows(database, name, sourceColumns(database, name))
  const differences = differencesOf(rows, await targetRows(client, schema, target, columns), columns)
  if (differences.length > 0)
    throw new Fault('view differs', `${name}: ${differences.slice(0, 4).join('; ')}`)
}

function requireNoStrangers(
  names: NameMap,
  { tables, notices }: RunReport,
  found: Found,
  { accepted }: BuiltFile,
): void {
  const views = accepted.objects.filter(({ kind }) => kind === 'view')
  const known = new Set(tables.map(({ target }) => target))
  const renamed = notices.filter(({ code }) => code.startsWith('NAME_'))
  const isKnown = (name: string): boolean =>
    known.has(name) ||
    views.some(view => names.isObject(view.name, name)) ||
    renamed.some(({ message }) => message.includes(name))
  const strange = [...found.keys()].filter(name => !isKnown(name))
  const mayHaveMore = tables.some(({ quarantinedRows }) => quarantinedRows > 0n)
  if (strange.length > 0 && !mayHaveMore) throw new Fault('a table nobody declared', strange.join(', '))
}

function nameMap(report: RunReport, isStyled: boolean): NameMap {
  const tables = new Map(report.tables.map(table => [table.source, table.target]))
  const columns = new Map(
    report.tables.flatMap(table =>
      table.columns.map(column => [`${table.source}\0${column.source}`, column.target] as const),
    ),
  )
  const folded = (name: string): string => (isStyled ? name.toLowerCase().replace(/[\s_-]/g, '') : name)
  return {
    isObject: (source, target) => folded(source) === folded(target),
    table: source => tables.get(source) ?? source,
    column: (table, source) => columns.get(`${table}\0${source}`) ?? source,
  }
}
