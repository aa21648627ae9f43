// What only one side has, told with what would be lost: tables and columns of the file that the target has no place for,
// and columns of the target that nothing fills.
import type { TableCensus } from '../../model/census.ts'
import type { Notice } from '../../model/plan.ts'
import type { LoadMatch, MatchedTable } from '../../plan/load/match-load.ts'
import { makeNotice } from '../../plan/notices.ts'
import { sqliteName } from '../../sql/quote.ts'
import { sqlite } from '../../sql/text.ts'
import type { SourceReader } from '../../sqlite/reader.ts'

export function lossNotices(
  reader: SourceReader,
  { tables, lost }: LoadMatch,
  census: ReadonlyMap<string, TableCensus>,
): readonly Notice[] {
  return [
    ...lost.map(({ name }) => lostTable(reader, name)),
    ...tables.flatMap(table => lostColumns(reader, table)),
    ...tables.flatMap(table => unfilledColumns(table, census.get(table.source.name)?.rows ?? 0n)),
  ]
}

function lostTable(reader: SourceReader, name: string): Notice {
  const rows = reader.value<bigint>(sqlite`SELECT count(*) FROM ${sqliteName(name)} NOT INDEXED`) ?? 0n
  if (rows === 0n) return makeNotice('EMPTY_NOT_IN_TARGET', name, 'is not in the target; it has no rows')
  return makeNotice(
    'NOT_IN_TARGET',
    name,
    `is not in the target: ${rows} ${rows === 1n ? 'row stays' : 'rows stay'} behind`,
  )
}

function lostColumns(reader: SourceReader, { source, target, lost }: MatchedTable): readonly Notice[] {
  return lost.map(({ name }) => {
    const sql = sqlite`SELECT count(*) FROM ${sqliteName(source.name)} NOT INDEXED WHERE typeof(${sqliteName(name)}) <> 'null'`
    const values = reader.value<bigint>(sql) ?? 0n
    const object = `${source.name}.${name}`
    if (values === 0n)
      return makeNotice(
        'EMPTY_NOT_IN_TARGET',
        object,
        `is not in ${target.name} of the target; it has no values`,
      )
    const stay = values === 1n ? 'value stays' : 'values stay'
    return makeNotice(
      'NOT_IN_TARGET',
      object,
      `is not in ${target.name} of the target: ${values} ${stay} behind`,
    )
  })
}

/** A column without a default takes NULL; where it takes none, no row can be loaded. */
function unfilledColumns({ source, target, unfilled }: MatchedTable, rows: bigint): readonly Notice[] {
  const impossible = unfilled.filter(one => one.notNull && one.default === null && one.identity === null)
  const others = unfilled.filter(one => !impossible.includes(one))
  const names = others.map(one => (one.default === null ? one.name : `${one.name} (${one.default})`))
  return [
    ...(rows === 0n ? [] : impossible).map(({ name }) =>
      makeNotice(
        'NO_SOURCE_COLUMN',
        `${target.name}.${name}`,
        `is NOT NULL and has no default, and ${source.name} of the file has no such column`,
      ),
    ),
    ...(others.length === 0
      ? []
      : [
          makeNotice(
            'ONLY_IN_TARGET',
            target.name,
            `${names.join(', ')}: not in the file, so the default or NULL`,
          ),
        ]),
  ]
}
