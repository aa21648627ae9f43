// Judges thousands of texts at once, joined by TEXT_SEPARATOR in one buffer of UTF-8: how long they are, whether COPY
// wants them escaped, which shapes they have. One call for a chunk costs what a call for one value would.
import { isUtf8 } from 'node:buffer'
import type { Shape } from '../model/census.ts'
import { judgeJson } from '../sql/translate/json-text.ts'
import { shapeOfDateTimeText } from './date-time-text.ts'
import { endOfPlainJson, isPlainJsonb } from './plain-json.ts'
import {
  endOfDate,
  endOfTime,
  endOfTimestamp,
  endOfUuid,
  type FindEnd,
  TEXT_SEPARATOR,
} from './usual-texts.ts'
import { shapeOfUuid } from './uuid.ts'

/** Which shapes are looked for. */
export type TextKind = 'text' | 'timestamp' | 'date' | 'time' | 'uuid' | 'json' | 'jsonb'

export interface TextsJudgement {
  /** More than there are texts where one of them holds the separator. */
  readonly values: number
  readonly maxCharacters: number
  readonly maxBytes: number
  readonly totalBytes: number
  readonly needsEscape: number
  /** Without NUL, and valid UTF-8; the other figures say nothing where it is false. */
  readonly isClean: boolean
  /** Values of the kind's usual shape, which of JSON is plain JSON. */
  readonly usual: number
  /** Shapes of the others. */
  readonly shapes: Readonly<Partial<Record<Shape, number>>>
}

interface Judge {
  readonly usual: FindEnd | null
  readonly shape: ((bytes: Buffer, from: number, to: number) => Shape | null) | null
}

const ofText =
  (judge: (text: string) => Shape | null): Judge['shape'] =>
  (bytes, from, to) =>
    judge(bytes.toString('utf8', from, to))

const JUDGES: Readonly<Record<TextKind, Judge>> = {
  text: { usual: null, shape: null },
  timestamp: { usual: endOfTimestamp, shape: ofText(shapeOfDateTimeText) },
  date: { usual: endOfDate, shape: ofText(shapeOfDateTimeText) },
  time: { usual: endOfTime, shape: ofText(shapeOfDateTimeText) },
  uuid: { usual: endOfUuid, shape: ofText(shapeOfUuid) },
  // JSON beyond doubt; whether other texts are JSON too, SQLite is asked.
  json: {
    usual: endOfPlainJson,
    shape: (bytes, from, to) => (isPlainJsonb(bytes, from, to) ? 'json' : null),
  },
  jsonb: { usual: endOfPlainJson, shape: shapeOfJsonb },
}

function shapeOfJsonb(bytes: Buffer, from: number, to: number): Shape | null {
  if (isPlainJsonb(bytes, from, to)) return 'jsonb'
  const judgement = judgeJson(bytes.toString('utf8', from, to))
  return judgement === 'not json' ? null : judgement
}

/** Of no texts at all. */
export const NO_TEXTS: TextsJudgement = {
  values: 0,
  maxCharacters: 0,
  maxBytes: 0,
  totalBytes: 0,
  needsEscape: 0,
  isClean: true,
  usual: 0,
  shapes: {},
}

/** Of the texts of a chunk; of no texts where there is none. */
export function judgeTexts(kind: string, bytes: Uint8Array | null): TextsJudgement {
  if (bytes === null) return NO_TEXTS
  if (!isUtf8(bytes) || bytes.includes(0)) return { ...NO_TEXTS, isClean: false }
  const judge = isKind(kind) ? JUDGES[kind] : JUDGES.text
  return walkTexts(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), judge)
}

function isKind(kind: string): kind is TextKind {
  return Object.hasOwn(JUDGES, kind)
}

/** What a byte means in a text: nothing, its end, that COPY wants it escaped, that a character goes on. */
const [ENDS, ESCAPED, CONTINUES] = [1, 2, 3]
const MEANINGS = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte === TEXT_SEPARATOR.charCodeAt(0)) return ENDS
  if (byte === 9 || byte === 10 || byte === 13 || byte === 92) return ESCAPED
  return byte >= 128 && byte < 192 ? CONTINUES : 0
})

/** What happens a hundred million times: plain loops, no objects. */
function walkTexts(bytes: Buffer, { usual, shape }: Judge): TextsJudgement {
  const shapes: Partial<Record<Shape, number>> = {}
  const meanings = MEANINGS
  let values = 0
  let maxCharacters = 0
  let maxBytes = 0
  let needsEscape = 0
  let usuals = 0
  for (let from = 0; from <= bytes.length; values++) {
    let end = usual === null ? -1 : usual(bytes, from)
    let continuing = 0
    let escapes = 0
    if (end < 0) {
      for (end = from; end < bytes.length; end++) {
        const meaning = meanings[bytes[end] as number]
        if (meaning === 0) continue
        if (meaning === ENDS) break
        if (meaning === ESCAPED) escapes = 1
        else continuing++
      }
      const found = shape === null ? null : shape(bytes, from, end)
      if (found !== null) shapes[found] = (shapes[found] ?? 0) + 1
    } else usuals++
    const length = end - from
    if (length > maxBytes) maxBytes = length
    if (length - continuing > maxCharacters) maxCharacters = length - continuing
    needsEscape += escapes
    from = end + 1
  }
  const totalBytes = bytes.length - values + 1
  return { values, maxCharacters, maxBytes, totalBytes, needsEscape, isClean: true, usual: usuals, shapes }
}

/** Of two chunks together. */
export function joinJudgements(a: TextsJudgement, b: TextsJudgement): TextsJudgement {
  const shapes = { ...a.shapes }
  for (const [shape, count] of Object.entries(b.shapes) as [Shape, number][]) {
    shapes[shape] = (shapes[shape] ?? 0) + count
  }
  return {
    values: a.values + b.values,
    maxCharacters: Math.max(a.maxCharacters, b.maxCharacters),
    maxBytes: Math.max(a.maxBytes, b.maxBytes),
    totalBytes: a.totalBytes + b.totalBytes,
    needsEscape: a.needsEscape + b.needsEscape,
    isClean: a.isClean && b.isClean,
    usual: a.usual + b.usual,
    shapes,
  }
}
