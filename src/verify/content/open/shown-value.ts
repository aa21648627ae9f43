// A value of either side as it is shown to people, on one line; of two that differ, so that the difference is seen: a long
// one from where it begins to differ, characters that cannot be told apart by their numbers.
import { codePointsText } from '../../../report/html/unseen-difference.ts'
import { visibleText } from '../../../report/visible-text.ts'

export type OpenedValue =
  | { readonly kind: 'null' }
  /** Numbers and booleans, as they are written. */
  | { readonly kind: 'plain'; readonly text: string; readonly proven: string | null }
  | ({ readonly kind: 'text'; readonly text: string; readonly proven: string | null } & Size)
  | ({ readonly kind: 'blob'; readonly bytes: Uint8Array } & Size)

interface Size {
  readonly sizeBytes: bigint
  /** Of a value too long to be read whole: its beginning is all there is of it. */
  readonly sha256: string | null
}

const SHOWN_CHARACTERS = 100
const SHOWN_BYTES = 40
/** What is shown before the first difference of long values. */
const LEAD = 20

export interface ShownPair {
  readonly source: string
  readonly target: string
}

/** Two values that are not equal. */
export function showPair(source: OpenedValue, target: OpenedValue): ShownPair {
  const at = firstDifference(source, target)
  const [one, other] = [showValue(source, at, target), showValue(target, at, source)]
  const isClear = one !== other && (source.kind === target.kind || isNull(source) || isNull(target))
  if (isClear) return { source: one, target: other }
  const shown = { source: `${one}${readAs(source)}`, target: `${other}${readAs(target)}` }
  return shown.source === shown.target ? { ...shown, target: `${shown.target} (not the same)` } : shown
}

const isNull = ({ kind }: OpenedValue): boolean => kind === 'null'

/** What both sides were compared by, where the value itself is written otherwise. */
function readAs(value: OpenedValue): string {
  if (value.kind === 'null' || value.kind === 'blob' || value.proven === null) return ''
  return value.proven === value.text ? '' : ` (read as ${visibleText(value.proven)})`
}

/** A value by itself. */
export function showValue(value: OpenedValue, at = 0, other: OpenedValue | null = null): string {
  switch (value.kind) {
    case 'null':
      return 'NULL'
    case 'plain':
      return visibleText(value.text)
    case 'text':
      return showText(value.text, value, at, other?.kind === 'text' ? other.text : null)
    case 'blob':
      return showBytes(value, at)
  }
}

function showText(text: string, size: Size, at: number, other: string | null): string {
  const { from, to } = cut(at, text.length, SHOWN_CHARACTERS)
  const [start, end] = [wholeCharacter(text, from), wholeCharacter(text, to)]
  const shown = visibleText(text.slice(start, end)).replaceAll("'", "''")
  const isCut = start > 0 || end < text.length || size.sha256 !== null
  const quoted = `'${start > 0 ? '…' : ''}${shown}${end < text.length || size.sha256 !== null ? '…' : ''}'`
  const where = start > 0 ? [`from character ${start + 1}`] : []
  return quoted + inParentheses([...(isCut ? sizeText(size) : []), ...where, ...unseen(text, other)])
}

function showBytes({ bytes, ...size }: OpenedValue & { kind: 'blob' }, at: number): string {
  const { from, to } = cut(at, bytes.length, SHOWN_BYTES)
  const isLonger = to < bytes.length || size.sha256 !== null
  const hex = Buffer.from(bytes.subarray(from, to)).toString('hex')
  const where = from > 0 ? [`from byte ${from + 1}`] : []
  return `x'${from > 0 ? '…' : ''}${hex}${isLonger ? '…' : ''}'${inParentheses([...(from > 0 || isLonger ? sizeText(size) : []), ...where])}`
}

function sizeText({ sizeBytes, sha256 }: Size): readonly string[] {
  return [`${sizeBytes} bytes`, ...(sha256 === null ? [] : [`SHA-256 ${sha256.slice(0, 16)}…`])]
}

function inParentheses(remarks: readonly string[]): string {
  return remarks.length === 0 ? '' : ` (${remarks.join(', ')})`
}

/** A stretch of `most`, which begins at 0 where the difference lies within it. */
function cut(at: number, length: number, most: number): { readonly from: number; readonly to: number } {
  const from = at < most - LEAD ? 0 : at - LEAD
  return { from, to: Math.min(length, from + most) }
}

/** Never between the halves of a surrogate pair. */
function wholeCharacter(text: string, at: number): number {
  return /^[\uDC00-\uDFFF]/.test(text.charAt(at)) && at > 0 ? at - 1 : at
}

function firstDifference(source: OpenedValue, target: OpenedValue): number {
  const [one, other] = [partsOf(source), partsOf(target)]
  if (one === null || other === null || typeof one !== typeof other) return 0
  let at = 0
  while (at < one.length && at < other.length && one[at] === other[at]) at++
  const isBeyond = at === Math.min(one.length, other.length) && !(isWhole(source) && isWhole(target))
  return isBeyond ? 0 : at
}

function isWhole(value: OpenedValue): boolean {
  return !('sha256' in value) || value.sha256 === null
}

function partsOf(value: OpenedValue): string | Uint8Array | null {
  if (value.kind === 'text') return value.text
  return value.kind === 'blob' ? value.bytes : null
}

/** Code points named at most; longer stretches are seen. */
const NAMED = 4

/** The characters that differ, by their numbers, where the eye may miss them. */
function unseen(text: string, other: string | null): readonly string[] {
  if (other === null || text === other) return []
  const points = codePointsText(text, other)
  const both = `${points} ${codePointsText(other, text)}`
  const isShort = both.split(' ').length <= 2 * NAMED && !both.includes('…')
  const isPlain = both.split(' ').every(point => point === '' || /^U\+00(?!20)[2-7]/.test(point))
  return points !== '' && (skeleton(text) === skeleton(other) || (isShort && !isPlain)) ? [points] : []
}

/** Without what is easily overlooked. */
function skeleton(text: string): string {
  return text.normalize('NFKD').replace(/[\p{M}\p{Cf}\p{Cc}\p{Z}]/gu, '')
}
