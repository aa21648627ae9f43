// In a table without a key a changed row is one row missing and another one too many. Of the first of both, those that
// differ in few columns are taken for one row that was changed; all others stay what they are.
import type { TargetSide } from '../../sides.ts'
import type { TableProof } from '../table-proof.ts'
import { type ColumnTexts, differingColumns, sourceTexts, targetTexts } from './column-texts.ts'
import type { Finding } from './finding.ts'
import type { OpenedSource } from './source-rows.ts'

type Missing = Extract<Finding, { readonly kind: 'missing' }>
type Extra = Extract<Finding, { readonly kind: 'extra' }>

/** Rows of each side that are held against all of the other's. */
const MOST_PAIRED = 200
/** Texts of all of them at once, on each side. */
const MOST_TEXTS = 100_000

export async function* pairRows(
  findings: AsyncIterable<Finding>,
  proof: TableProof,
  ends: { readonly reader: OpenedSource; readonly connection: TargetSide },
): AsyncGenerator<Finding> {
  const most = Math.min(MOST_PAIRED, Math.floor(MOST_TEXTS / proof.columns.length))
  const missing: Missing[] = []
  const extra: Extra[] = []
  for await (const finding of findings) {
    if (finding.kind === 'missing' && missing.length < most) missing.push(finding)
    else if (finding.kind === 'extra' && extra.length < most) extra.push(finding)
    else yield finding
  }
  const places = extra.map(({ target }) => target)
  if (missing.length === 0 || extra.length === 0) return yield* [...missing, ...extra]
  const there = await targetTexts(proof, places, ends.connection)
  const sources = missing.map(({ source }) => source)
  const here = sourceTexts(proof, sources, ends.reader)
  const candidates = missing.flatMap((one, i) =>
    extra.flatMap(other => candidate(one, other, here[i] ?? [], there.get(other.target) ?? [])),
  )
  yield* pairUp(candidates, missing, extra)
}

interface Candidate {
  readonly missing: Missing
  readonly extra: Extra
  readonly differing: number
}

/** Two rows that have half of their values in common. */
function candidate(missing: Missing, extra: Extra, here: ColumnTexts, there: ColumnTexts): Candidate[] {
  const differing = differingColumns(here, there).length
  return differing * 2 <= here.length ? [{ missing, extra, differing }] : []
}

/** The most alike first. */
function* pairUp(
  candidates: readonly Candidate[],
  missing: readonly Missing[],
  extra: readonly Extra[],
): Generator<Finding> {
  const paired = new Set<Finding>()
  for (const pair of candidates.toSorted((a, b) => a.differing - b.differing)) {
    if (paired.has(pair.missing) || paired.has(pair.extra)) continue
    paired.add(pair.missing).add(pair.extra)
    const rows = { source: pair.missing.rows.source, target: pair.extra.rows.target }
    const { key, source } = pair.missing
    yield { kind: 'changed', key, rows, source, target: pair.extra.target }
  }
  yield* missing.filter(one => !paired.has(one))
  yield* extra.filter(one => !paired.has(one))
}
