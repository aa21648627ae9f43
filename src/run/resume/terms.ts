// What a run that goes on must agree with: the file, the options that decide what is built, the version, and the plan.
// Everything but the file follows from digests, so that nothing of the user's is left in the target.
import { createHash } from 'node:crypto'
import { afterRows } from '../../plan/target/after-rows.ts'
import { createTables } from '../../plan/target/statements.ts'
import { countText } from '../../report/quantity-text.ts'
import { filePlace } from '../../sqlite/file-identity.ts'
import { markOf } from '../options-digest.ts'
import type { Prepared } from '../prepare.ts'
import type { RunSettings } from '../run-settings.ts'
import { TOOL_VERSION } from '../tool-version.ts'

export interface Terms {
  readonly tool: string
  /** Its major version. */
  readonly server: number
  /** Digest of each option that decides what is built. */
  readonly options: Readonly<Record<string, string>>
  readonly sizeBytes: string
  readonly fingerprint: string
  readonly place: string | null
  /** Digest of the file's bytes; null where they were not read for it. */
  readonly bytes: string | null
  /** Name, rows and digest of each planned table. */
  readonly tables: readonly (readonly [name: string, rows: string, digest: string])[]
  readonly statements: string
}

const VERSIONS_PER_MAJOR = 10_000

export function termsOf({ settings, facts, source, plan }: Prepared, sourceBytes: string | null): Terms {
  // The name of the schema that a run builds in decides nothing.
  const statements = [...createTables(plan, 'built'), ...afterRows(plan, 'built')]
  return {
    tool: TOOL_VERSION,
    server: Math.floor(facts.versionNumber / VERSIONS_PER_MAJOR),
    options: optionDigests(settings),
    sizeBytes: `${source.sizeBytes}`,
    fingerprint: source.fingerprint,
    place: filePlace(source.path),
    bytes: sourceBytes,
    tables: plan.tables.map(table => [table.source, `${table.sourceRows}`, digest(table)]),
    statements: digest(statements.map(({ object, sql }) => [object, sql])),
  }
}

function optionDigests(settings: RunSettings): Readonly<Record<string, string>> {
  const { plan, include, exclude, partBytes, masking } = settings
  const maskKey = masking.origin === 'given' ? markOf(masking.key) : masking.origin
  const deciding = Object.entries({ ...plan, include, exclude, partBytes, maskKey })
  return Object.fromEntries(deciding.map(([name, value]) => [name, digest(value ?? null)]))
}

/** The first thing that is not as it was, in words; null where all is. */
export function whatChanged(then: Terms, now: Terms): string | null {
  if (then.tool !== now.tool)
    return `it was begun by version ${then.tool} of sqlite2pg, and this is ${now.tool}`
  if (then.server !== now.server)
    return `it was begun on PostgreSQL ${then.server}, and this is ${now.server}`
  const names = Object.keys({ ...then.options, ...now.options })
  const changed = names.filter(name => then.options[name] !== now.options[name])
  if (changed.length > 0) return `it was begun with other options: ${changed.map(optionName).join(', ')}`
  return sourceChange(then, now) ?? planChange(then, now)
}

const OPTION_NAMES: Readonly<Record<string, string>> = {
  badValues: '--bad-values',
  casts: '--cast',
  tables: 'tables of the configuration',
  partBytes: 'partBytes',
  masks: 'mask of the configuration',
  maskKey: 'the key of the masks',
}

const optionName = (key: string): string => OPTION_NAMES[key] ?? `--${key}`

function sourceChange(then: Terms, now: Terms): string | null {
  if (then.sizeBytes !== now.sizeBytes)
    return `the file had ${countText(BigInt(then.sizeBytes))} bytes, and has ${countText(BigInt(now.sizeBytes))} now${rowsChange(then, now)}`
  if (then.fingerprint !== now.fingerprint)
    return `the file was written meanwhile (its fingerprint was ${then.fingerprint.slice(0, 8)} and is ${now.fingerprint.slice(0, 8)})${rowsChange(then, now)}`
  // Files of different origin may have one fingerprint, since SQLite counts commits and not contents.
  const isSame =
    then.bytes !== null && now.bytes !== null ? then.bytes === now.bytes : then.place === now.place
  return isSame ? null : 'the file is another one, or was touched: nothing tells that it holds the same'
}

function rowsChange(then: Terms, now: Terms): string {
  const rows = new Map(now.tables.map(([name, count]) => [name, count]))
  const table = then.tables.find(([name, count]) => rows.get(name) !== count)
  if (table === undefined) return ''
  const [name, count] = table
  const found = rows.get(name)
  const today = found === undefined ? 'is not there any more' : `has ${countText(BigInt(found))} now`
  return `; table ${name} had ${countText(BigInt(count))} rows, and ${today}`
}

function planChange(then: Terms, now: Terms): string | null {
  const tables = new Map(now.tables.map(([name, , planned]) => [name, planned]))
  const other = then.tables.find(([name, , planned]) => tables.get(name) !== planned)
  if (other !== undefined) return `the plan of table ${other[0]} has become another one`
  if (then.tables.length !== now.tables.length) return 'other tables are planned'
  return then.statements === now.statements ? null : 'other keys, indexes or constraints are planned'
}

function digest(value: unknown): string {
  const plain = (_: string, each: unknown): unknown => (typeof each === 'bigint' ? `${each}n` : sorted(each))
  return createHash('sha256')
    .update(JSON.stringify(value, plain) ?? '')
    .digest('hex')
}

/** The order in which keys were given decides nothing. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}
