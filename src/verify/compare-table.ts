// One table of a copy, held against its plan and its source by every kind of check.
import type { CertifiedTable } from '../model/certificate.ts'
import { firstBy, oncePer } from '../model/once-per.ts'
import type { Plan, PlannedTable } from '../model/plan.ts'
import type { SourceDatabase } from '../model/source.ts'
import type { Check, TableVerdict } from '../model/verdict.ts'
import { askReader, type SourceAsker } from '../sqlite/asker.ts'
import type { SourceReader } from '../sqlite/reader.ts'
import { certifyTable } from './certificate/certify-table.ts'
import { compareChecks } from './check-constraints.ts'
import { compareColumns } from './columns.ts'
import {
  type ComparedContents,
  type ContentEnds,
  compareContents,
  type ProvenTable,
} from './content/compare-contents.ts'
import type { ContentTerms } from './content/content-terms.ts'
import { compareForeignKey, pairForeignKeys } from './foreign-keys.ts'
import { compareIndexes } from './indexes.ts'
import { compareKeys } from './keys.ts'
import type { Matching, TableMatch } from './match-tables.ts'
import { chooseMeasures } from './measured-column.ts'
import { measureSource, measureTarget } from './measures.ts'
import { type Comparisons, compareOrphans } from './orphans.ts'
import { compareQuarantine, type HeldRows } from './quarantine.ts'
import type { SeenRows } from './recheck/seen-rows.ts'
import { compareSequences } from './sequences.ts'
import { type TargetSide, throwIfStopped } from './sides.ts'
import { compareTriggers } from './triggers.ts'
import { compareTypes } from './types.ts'
import { compareRows, compareValues } from './values.ts'

export interface CopyToCompare {
  readonly plan: Plan
  readonly source: Pick<SourceDatabase, 'encoding'>
  readonly reader: SourceReader
  /** Where others hold the reader's moment, the source is asked through them while the target answers. */
  readonly asker?: SourceAsker | null
  readonly connection: TargetSide
  /** Where the copy lies: the run's own schema before publishing, else the live one. */
  readonly schema: string
  /** How contents are proven; null where counts and extremes are enough. */
  readonly contents: ContentTerms | null
  readonly signal?: AbortSignal
  /** Only part of the source is compared, so other tables of the target are to be expected. */
  readonly partial?: boolean
  /** This run has loaded the rows and added the foreign keys since, so the server has checked those it calls valid. */
  readonly isOwn?: boolean
  /** A table beside the copy that belongs to the run. */
  readonly besides?: string
}

/** A copy with what is read once for all of its tables. */
export interface Comparison extends CopyToCompare {
  readonly matching: Matching
  readonly comparisons: Comparisons
  readonly held: HeldRows
  /** By planned name, of each table that was found; null where only counts and extremes are compared. */
  readonly digests: ReadonlyMap<string, ProvenTable> | null
  /** By planned name, of tables that are looked at again: the rows that differed before. */
  readonly seen?: ReadonlyMap<string, SeenRows>
}

export interface ComparedTable {
  readonly verdict: TableVerdict
  readonly checks: readonly Check[]
  /** Null unless it is identical by content. */
  readonly certified: CertifiedTable | null
}

export async function compareTable(comparison: Comparison, planned: PlannedTable): Promise<ComparedTable> {
  const { reader, connection, held } = comparison
  const quarantine = await compareQuarantine(reader, connection, planned, held)
  const found = [...(comparison.matching.checks.get(planned.target) ?? []), ...quarantine.checks]
  const match = comparison.matching.found.get(planned.target)
  if (match === undefined) {
    const source = await measureSource(
      askerFor(comparison, planned),
      planned.source,
      [],
      planned.reading.kept,
    )
    const rows = { source: source.rows, target: null }
    const verdict = tableVerdict(planned, rows, quarantine.rows, found, null)
    return { verdict, checks: found, certified: null }
  }
  const proven = comparison.digests?.get(planned.target) ?? null
  const structure = compareStructure(comparison, match)
  const contents =
    proven === null
      ? await measureContents(comparison, match)
      : await compareContents(proven, match, await contentEnds(comparison, match, proven))
  const positions = hasStructure(match)
    ? await compareSequences(comparison.connection, comparison.schema, match)
    : []
  const foreignKeys = await compareForeignKeys(comparison, match)
  const checks = [...found, ...contents.checks, ...structure, ...positions, ...foreignKeys]
  const verdict = {
    ...tableVerdict(planned, contents.rows, quarantine.rows, checks, proven, match),
    differences: contents.differences,
    comparedRows: contents.comparedRows,
  }
  return { verdict, checks, certified: certify(comparison, match, verdict, proven) }
}

async function contentEnds(
  comparison: Comparison,
  { planned, target }: TableMatch,
  { sample }: ProvenTable,
): Promise<ContentEnds> {
  const { contents, seen, connection, schema } = comparison
  const ends = {
    ...comparison,
    limit: contents?.limit ?? 0,
    seen: seen?.get(planned.target) ?? null,
    onDiffering: contents?.onDiffering,
  }
  if (sample === null) return ends
  const [here, there] = await Promise.all([
    measureSource(askerFor(comparison, planned), planned.source, [], planned.reading.kept),
    measureTarget(connection, schema, target.name, []),
  ])
  return { ...ends, counted: { source: here.rows, target: there.rows } }
}

function certify(
  { plan, schema, matching, seen }: Comparison,
  match: TableMatch,
  { proof }: TableVerdict,
  proven: ProvenTable | null,
): CertifiedTable | null {
  if (proof !== 'identical' || proven === null || seen !== undefined) return null
  return certifyTable(match, proven, pairForeignKeys(plan, schema, match, matching))
}

/** A view or a foreign table has columns, but neither keys nor indexes of its own. */
function compareStructure(
  { plan, reader, schema, digests }: Comparison,
  match: TableMatch,
): readonly Check[] {
  const types = compareTypes(reader, match, digests !== null)
  if (!hasStructure(match)) return types
  return [
    ...types,
    ...compareColumns(schema, match),
    ...compareKeys(match),
    ...compareIndexes(plan, match),
    ...compareChecks(schema, match),
    ...compareTriggers(plan, match),
  ]
}

function hasStructure({ target }: TableMatch): boolean {
  return target.kind === 'table' || target.kind === 'partitioned table'
}

async function measureContents(comparison: Comparison, match: TableMatch): Promise<ComparedContents> {
  const { plan, source, connection, schema } = comparison
  const { planned, target } = match
  const table = planned.target
  const columns = chooseMeasures(match, plan, source.encoding)
  const [expected, found] = await Promise.all([
    measureSource(askerFor(comparison, planned), planned.source, columns, planned.reading.kept),
    measureTarget(connection, schema, target.name, columns),
  ])
  const checks = [...compareRows(table, expected, found), ...compareValues(table, columns, expected, found)]
  const rows = { source: expected.rows, target: found.rows }
  return { rows, checks, differences: null, comparedRows: null }
}

/** Which rows are set aside, only the plan's own reader knows. */
function askerFor({ reader, asker }: Comparison, { setAside }: PlannedTable): SourceAsker {
  return asker == null || setAside !== null ? askReader(reader) : asker
}

async function compareForeignKeys(comparison: Comparison, match: TableMatch): Promise<readonly Check[]> {
  const { plan, schema, matching, connection, comparisons, signal } = comparison
  const types = baseTypes(schema, matching)
  const checks: Check[] = []
  for (const pair of pairForeignKeys(plan, schema, match, matching)) {
    throwIfStopped(signal)
    const isChecked = comparison.isOwn === true && pair.planned?.orphans === 0n && pair.found?.validated
    const orphans = isChecked ? [] : await compareOrphans(connection, pair, comparisons, types)
    checks.push(compareForeignKey(pair), ...orphans)
  }
  return checks
}

/** Base types of the target's columns, as far as they were matched. */
function baseTypes(schema: string, matching: Matching) {
  const tables = foundByName(matching)
  return ([place, table]: readonly [string, string], name: string): string | null => {
    const columns = place === schema ? (tables.get(table)?.columns ?? []) : []
    return columns.find(column => column.name === name)?.baseType ?? null
  }
}

const foundByName = oncePer(({ found }: Matching) =>
  firstBy(
    [...found.values()].map(({ target }) => target),
    ({ name }) => name,
  ),
)

function tableVerdict(
  planned: PlannedTable,
  rows: { readonly source: bigint; readonly target: bigint | null },
  quarantinedRows: bigint,
  checks: readonly Check[],
  proven: ProvenTable | null,
  match?: TableMatch,
): TableVerdict {
  return {
    source: planned.source,
    target: match?.target.name ?? planned.target,
    sourceRows: rows.source,
    targetRows: rows.target,
    quarantinedRows,
    proof: proofOf(checks, proven),
    differences: null,
    comparedRows: null,
  }
}

/** Identical is a table of which every cell was compared. */
function proofOf(checks: readonly Check[], proven: ProvenTable | null): TableVerdict['proof'] {
  if (checks.some(({ status }) => status === 'different')) return 'different'
  const isWhole = !checks.some(({ kind, status }) => kind === 'contents' && status === 'not compared')
  return proven !== null && proven.sample === null && isWhole ? 'identical' : 'counts only'
}
