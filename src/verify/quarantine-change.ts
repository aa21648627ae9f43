// What differs between a row that is set aside and the row of its key in the target's quarantine table: its reasons,
// or the first of its values, as both sides write them.
import { postgresString } from '../sql/quote.ts'
import { type PostgresSql, postgres } from '../sql/text.ts'
import { type FoundRow, hash, hashOf, type RowAside, textOf } from './quarantine-digests.ts'
import type { TargetSide } from './sides.ts'

/** More is not taken apart. */
const MOST_BYTES = 1_000_000
const SHOWN_KEY = 50

export interface RowChange {
  readonly expected: string
  readonly found: string
  readonly remark: string
}

/** `held` is what follows FROM, ending in a condition: the rows of the table. */
export async function changeOf(
  row: RowAside,
  partner: FoundRow,
  target: TargetSide,
  held: PostgresSql,
): Promise<RowChange> {
  const texts = await readTexts(partner, target, held)
  const key = partner.key.length > SHOWN_KEY ? `${partner.key.slice(0, SHOWN_KEY)}…` : partner.key
  const say = (expected: string, found: string, remark = ''): RowChange => ({
    expected: `row ${key}: ${expected}`,
    found: `row ${key}: ${found}`,
    remark,
  })
  if (hash(row.reasons).toString('hex') !== partner.reasons)
    return say(`reasons ${textOf(row.reasons)}`, `reasons ${texts?.reasons ?? ''}`)
  if (texts?.values == null || row.values.bytes === null)
    return say('its values', 'other values', 'they are too long to be taken apart')
  const [first, ...others] = unlikeCells(textOf(row.values.bytes), texts.values)
  if (first === undefined) return say('its values', 'the same values, written otherwise')
  const more = others.length === 0 ? '' : `and ${others.map(({ column }) => column).join(', ')}`
  return say(`${first.column} ${first.expected}`, `${first.column} ${first.found}`, more)
}

async function readTexts(
  { key, reasons, values }: FoundRow,
  target: TargetSide,
  held: PostgresSql,
): Promise<{ readonly reasons: string; readonly values: string | null } | undefined> {
  const is = (column: PostgresSql, digest: string): PostgresSql =>
    postgres`encode(${hashOf(column)}, 'hex') = ${postgresString(digest)}`
  const [texts] = await target.rows<{ reasons: string; values: string | null }>(
    postgres`SELECT left(reasons::text, ${SHOWN_KEY * 4}) AS reasons, CASE WHEN octet_length(row_values::text) <= ${MOST_BYTES} THEN row_values::text END AS "values" FROM ${held} AND source_key = ${postgresString(key)} AND ${is(postgres`reasons`, reasons)} AND ${is(postgres`row_values`, values)} LIMIT 1`,
  )
  return texts
}

interface UnlikeCell {
  readonly column: string
  readonly expected: string
  readonly found: string
}

function unlikeCells(expected: string, found: string): readonly UnlikeCell[] {
  const [ours, theirs] = [cellsOf(expected), cellsOf(found)]
  const columns = new Set([...ours.keys(), ...theirs.keys()])
  return [...columns].flatMap(column => {
    const [one, other] = [ours.get(column) ?? 'nothing', theirs.get(column) ?? 'nothing']
    return one === other ? [] : [{ column, expected: one, found: other }]
  })
}

/** What the target holds may be any JSON by now. */
function cellsOf(json: string): ReadonlyMap<string, string> {
  const parsed: unknown = JSON.parse(json)
  const entries = typeof parsed === 'object' && parsed !== null ? Object.entries(parsed) : []
  return new Map(entries.map(([column, cell]) => [column, JSON.stringify(cell)]))
}
