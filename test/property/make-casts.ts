// The user's choices for some columns: types and readings that fit what a column holds, and such that do not. Keys and
// both ends of foreign keys are left alone, since other columns would follow.
import type { DraftTable } from './make-table.ts'
import type { Random } from './random.ts'
import { clausesOf } from './source-model.ts'

const split = (list: string): readonly string[] => list.trim().split(/\s*\|\s*/)

const ANY = split(`
  text | bytea | bigint | numeric | double precision | varchar(40) | text:empty_null | bigint:empty_null |
  numeric(12,2) | numeric(12,2):truncate | boolean | json | jsonb | uuid | timestamp | timestamptz |
  timestamp:truncate | date | text:strip_nul | text:replace | latin1 | cp1252 | epoch_ms | epoch_s | integer`)

const MOMENTS = split(`
  timestamp | timestamptz | timestamptz:utc | timestamp:truncate | date:truncate | date | text | timestamp:empty_null`)
const NUMBERS = split(
  'bigint | integer | smallint | numeric | numeric(12,2) | double precision | text | boolean',
)
const COUNTS = split(`
  epoch_s | epoch_ms | epoch_us | epoch_ns | coredata | webkit | ticks | epoch_ms:timestamp | epoch_s:truncate |
  bigint | timestamptz`)
const TEXTS = split(`
  text:empty_null | text:strip_nul | text:replace | latin1 | cp1252 | varchar(60) | text | bytea | latin1:strip_nul`)

const FITTING: Readonly<Partial<Record<string, readonly string[]>>> = {
  integer: NUMBERS,
  small: NUMBERS,
  real: split('double precision | numeric | numeric(12,2):truncate | text | bigint:truncate'),
  decimal: split('numeric | numeric(12,2) | numeric(8,1):truncate | double precision | text'),
  date: MOMENTS,
  timestamp: MOMENTS,
  zoned: MOMENTS,
  time: split('time | text | time:truncate'),
  'epoch s': COUNTS,
  'epoch ms': COUNTS,
  'epoch us': COUNTS,
  uuid: split('uuid | text | guid'),
  'sixteen bytes': split('uuid | guid | bytea'),
  json: split('json | jsonb | text'),
  text: TEXTS,
  'short text': TEXTS,
  blob: split('bytea | text:replace | latin1'),
}

/** By `table.column`; none for most databases. */
export function makeCasts(tables: readonly DraftTable[], random: Random): Readonly<Record<string, string>> {
  if (!random.chance(0.15)) return {}
  const referred = new Set(
    tables.flatMap(table => clausesOf(table).flatMap(({ reference }) => reference?.parentColumns ?? [])),
  )
  const candidates = tables.flatMap(table => {
    const keyed = new Set(clausesOf(table).flatMap(({ columns }) => columns ?? []))
    return table.columns.flatMap(({ name, clauses }, i) =>
      keyed.has(name) || referred.has(name) || clauses.some(({ kind }) => kind === 'generated')
        ? []
        : [{ path: `${table.name}.${name}`, kind: table.named[i]?.kind }],
    )
  })
  return Object.fromEntries(
    random
      .sample(candidates, random.between(1, 3))
      .map(({ path, kind }) => [
        path,
        random.pick((kind !== undefined && random.chance(0.8) ? FITTING[kind] : undefined) ?? ANY),
      ]),
  )
}
