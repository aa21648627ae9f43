// The tables in which frameworks note their migrations are left alone; where the two sides have seen other migrations,
// that is told, since it may say that the target's tables are of another version.
import type { Notice } from '../../model/plan.ts'
import type { SkippedTable } from '../../plan/load/match-load.ts'
import { namesMigration } from '../../plan/migration-tables.ts'
import { makeNotice } from '../../plan/notices.ts'
import { sameName } from '../../sql/ascii-case.ts'
import { postgresName, sqliteName } from '../../sql/quote.ts'
import { postgres, sqlite } from '../../sql/text.ts'
import type { Ends } from '../prepare.ts'

const MOST = 10_000
const SHOWN = 3

export async function compareMigrations(
  ends: Ends,
  skipped: readonly SkippedTable[],
  schema: string,
): Promise<readonly Notice[]> {
  if (skipped.length === 0) return []
  const names = skipped.map(({ source }) => source.name).join(', ')
  const told = makeNotice(
    'MIGRATIONS_SKIPPED',
    names,
    'holds the migrations of a framework and is left alone',
  )
  const notices = [told]
  for (const table of skipped) notices.push(...(await compareOne(ends, table, schema)))
  return notices
}

async function compareOne(
  { reader, connection }: Ends,
  { source, target }: SkippedTable,
  schema: string,
): Promise<readonly Notice[]> {
  const pairs = source.columns.flatMap(({ name }) => {
    const partner = target?.columns.find(other => sameName(other.name, name))
    return partner !== undefined && namesMigration(name) ? [{ name, partner: partner.name }] : []
  })
  if (target === null || pairs.length === 0) return []
  const ours = pairs.map(({ name }) => sqlite`coalesce(CAST(${sqliteName(name)} AS TEXT), '')`)
  const theirs = pairs.map(({ partner }) => postgres`coalesce(${postgresName(partner)}::text, '')`)
  const inFile = reader.values<string>(
    sqlite`SELECT concat_ws(' ', ${ours}) FROM ${sqliteName(source.name)} NOT INDEXED LIMIT ${MOST}`,
  )
  const rows = await connection.rows<{ readonly name: string }>(
    postgres`SELECT concat_ws(' ', ${theirs}) AS name FROM ${postgresName(schema, target.name)} LIMIT ${MOST}`,
  )
  return differing(source.name, new Set(inFile), new Set(rows.map(({ name }) => name)))
}

function differing(
  table: string,
  inFile: ReadonlySet<string>,
  inTarget: ReadonlySet<string>,
): readonly Notice[] {
  const onlyThere = [...inFile].filter(name => !inTarget.has(name))
  const onlyHere = [...inTarget].filter(name => !inFile.has(name))
  if (onlyThere.length + onlyHere.length === 0) return []
  const parts = [...listed('only in the file', onlyThere), ...listed('only in the target', onlyHere)]
  const counts = `${inFile.size} in the file, ${inTarget.size} in the target`
  return [
    makeNotice(
      'MIGRATIONS_DIFFER',
      table,
      `other migrations on the two sides (${counts}); ${parts.join('; ')}`,
    ),
  ]
}

function listed(where: string, names: readonly string[]): readonly string[] {
  if (names.length === 0) return []
  const more = names.length > SHOWN ? ', …' : ''
  return [`${names.length} ${where}: ${names.slice(0, SHOWN).join(', ')}${more}`]
}
