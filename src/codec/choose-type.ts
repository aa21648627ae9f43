// Chooses the PostgreSQL type of one column from its declaration and its values, with the reason in
// words. The declaration alone never decides. Pure.
import type { ColumnCensus } from '../model/census.ts'
import { type Cast, parseCast } from './cast/cast.ts'
import type { Chain } from './chain.ts'
import { type Candidate, valueCount } from './codec.ts'
import type { Interest } from './interest.ts'
import { ruleFor } from './rule-for.ts'
import type { RuleContext } from './type-table.ts'

export interface Choice {
  readonly candidate: Candidate
  readonly because: string
  /** What to tell beyond the reason; null if the choice is the plain one. */
  readonly notice: ChoiceNotice | null
  /** What is lost although every value fits, or null. */
  readonly caution: string | null
}

export interface ChoiceNotice {
  readonly severity: 'info' | 'warning' | 'blocker'
  readonly message: string
  /** What to do, where the usual advice of such a notice would not help. */
  readonly hint?: string
}

export interface Declaration {
  readonly declaredType: string
  readonly context: RuleContext
  /** The user's own choice, or null. */
  readonly wish: string | null
  /** What it asks for, where more than its text tells; else it is read. */
  readonly cast?: Cast | null
  /** The wish says how the values are masked, the type is the declared one. */
  readonly isMask?: boolean
}

function castOf({ wish, cast, context }: Declaration): Cast | null {
  return cast ?? (wish === null ? null : parseCast(wish, context.serverVersion))
}

/** The shapes the census should count for a column so that `chooseType` can judge it; null for none. */
export function interestOf(declaration: Declaration): Interest | null {
  const { declaredType, context } = declaration
  const cast = castOf(declaration)
  if (cast !== null) return cast.interest
  const { rule, declared } = ruleFor(declaredType)
  return rule.interest(declared, context)
}

/** The type of a column. Where a wish is not understood, the values decide and `parseCast` is asked beforehand. */
export function chooseType(declaration: Declaration, census: ColumnCensus): Choice {
  const { wish } = declaration
  const cast = castOf(declaration)
  return cast === null || wish === null
    ? chooseByValues(declaration, census)
    : chooseByWish(wish, cast, declaration, census)
}

function chooseByWish(
  wish: string,
  { candidates }: Cast,
  { context, isMask = false }: Declaration,
  census: ColumnCensus,
): Choice {
  const candidate = candidates.find(each => each.objection(census) === null) ?? candidates.at(-1)
  if (candidate === undefined) throw new Error(`the cast ${wish} has no type`)
  const objection = objectToJsonKey(candidate, context) ?? { because: candidate.objection(census) }
  const { because, ...hint } = objection
  if (because === null)
    return {
      ...plainChoice(candidate, census),
      because: `${isMask ? 'masked:' : 'asked for as'} ${wish}; ${evidence(census)}`,
    }
  const message = `cannot ${isMask ? 'be masked with' : 'become'} ${wish} as asked: ${because}`
  return { candidate, because: message, notice: { severity: 'blocker', message, ...hint }, caution: null }
}

/** No value is to blame: PostgreSQL's json has no equality. */
function objectToJsonKey({ family }: Candidate, { indexed }: RuleContext) {
  return indexed && family === 'json'
    ? {
        because: 'the column is in a key or an index, which json cannot be',
        hint: 'Ask for jsonb, which compares by meaning, or for text, which keeps each value as it is written.',
      }
    : null
}

function plainChoice(candidate: Candidate, census: ColumnCensus): Omit<Choice, 'because'> {
  return { candidate, notice: null, caution: candidate.caution?.(census) ?? null }
}

function chooseByValues({ declaredType, context }: Declaration, census: ColumnCensus): Choice {
  const { rule, declared, known } = ruleFor(declaredType)
  const objections: string[] = []
  const chain = rule.chain(declared, context)
  for (const { candidate, severity, needsValues } of chain) {
    const objection =
      needsValues && valueCount(census) === 0n
        ? 'no value speaks for it, and text takes whatever is written next'
        : candidate.objection(census)
    if (objection !== null) {
      objections.push(objection)
      continue
    }
    const because = reason(declaredType, known, chain, objections, census)
    const verb = candidate.type === chain[0]?.candidate.type ? 'stays' : 'becomes'
    return {
      ...plainChoice(candidate, census),
      because,
      notice: noticeOf(candidate, severity, verb, objections, census),
    }
  }
  throw new Error(`the chain of types for ${declaredType} has no end`)
}

function noticeOf(
  candidate: Candidate,
  severity: 'info' | 'warning' | null,
  verb: 'stays' | 'becomes',
  objections: readonly string[],
  census: ColumnCensus,
): Choice['notice'] {
  const remark = candidate.remark?.(census) ?? null
  const first = objections[0]
  if (severity === null || first === undefined)
    return remark === null ? null : { severity: 'info', message: remark }
  const told =
    remark !== null && candidate.remarkExplains ? [remark] : [first, ...(remark === null ? [] : [remark])]
  return { severity, message: `${verb} ${candidate.type}: ${told.join('; ')}` }
}

function reason(
  declaredType: string,
  known: boolean,
  chain: Chain,
  objections: readonly string[],
  census: ColumnCensus,
): string {
  const declared = declaredType === '' ? 'no declared type' : `declared ${declaredType}`
  const byAffinity = known ? '' : ', read by SQLite’s affinity'
  const refused = objections[0] === undefined ? '' : `; not ${chain[0]?.candidate.type}: ${objections[0]}`
  return `${declared}${byAffinity}; ${evidence(census)}${refused}`
}

const CLASSES = [
  ['integers', 'integer'],
  ['reals', 'real'],
  ['texts', 'text'],
  ['blobs', 'blob'],
] as const

/** `23 texts, 2 NULL` and what bounds them. */
function evidence(census: ColumnCensus): string {
  if (valueCount(census) === 0n) return census.nulls === 0n ? 'no rows' : `${census.nulls} NULL, no values`
  const counts = CLASSES.filter(([key]) => census[key].count > 0n).map(
    ([key, noun]) =>
      `${census[key].count} ${noun}${census[key].count === 1n ? '' : 's'}${bounds(census, key)}`,
  )
  return [...counts, ...(census.nulls > 0n ? [`${census.nulls} NULL`] : [])].join(', ') + shapesOf(census)
}

/** `: 6 timestamp, 2 epoch ms` where shapes were looked for. */
function shapesOf(census: ColumnCensus): string {
  const shapes = Object.entries(census.shapes).filter(([, count]) => count > 0n)
  return shapes.length === 0 ? '' : `: ${shapes.map(([shape, count]) => `${count} ${shape}`).join(', ')}`
}

function bounds(census: ColumnCensus, key: (typeof CLASSES)[number][0]): string {
  if (key === 'integers') {
    const { min, max } = census.integers
    if (min === null) return ''
    return min === max ? ` (${min})` : ` (${min} to ${max})`
  }
  if (key === 'texts') {
    if (Object.keys(census.shapes).length > 0) return ''
    return ` (up to ${census.texts.maxCharacters} characters)`
  }
  return key === 'blobs' ? ` (up to ${census.blobs.maxBytes} bytes)` : ''
}
