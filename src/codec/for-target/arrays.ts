// Lists for a target's arrays, from JSON and from PostgreSQL's own literals, element by element; comma lists are none.
// They are written as `to_jsonb` writes an array. https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO
import { jsonbText } from '../digest/canonical-json.ts'
import type { JudgedValue } from '../judging-functions.ts'
import { plainDigits } from './numbers.ts'
import { readTruth } from './truth.ts'
import { UNREADABLE } from './unreadable.ts'
import { readUuid } from './uuids.ts'

/** Null is NULL, a list is a further dimension. */
type Item = string | null | readonly Item[]

/** `element` is the internal name of the elements' type. */
export function readArray(element: string, value: JudgedValue): string {
  const items = typeof value === 'string' ? itemsOf(value) : null
  return items === null ? UNREADABLE : writeItems(items, WRITERS[element] ?? JSON.stringify)
}

function itemsOf(text: string): readonly Item[] | null {
  if (text.startsWith('{')) return literalItems(text)
  return text.startsWith('[') ? jsonItems(text) : null
}

function writeItems(items: readonly Item[], write: (item: string) => string): string {
  const written = items.map(item =>
    item === null ? 'null' : typeof item === 'string' ? write(item) : writeItems(item, write),
  )
  return `[${written.join(', ')}]`
}

/** What no such element is stays unlike any. */
function bare(text: string | null): string {
  return text ?? UNREADABLE
}

const number = (item: string): string => bare(plainDigits(item))
const WRITERS: Readonly<Record<string, (item: string) => string>> = {
  int2: number,
  int4: number,
  int8: number,
  float4: number,
  float8: number,
  numeric: item => (plainDigits(item) === null ? UNREADABLE : jsonbText(item)),
  bool: item => ({ t: 'true', f: 'false' })[readTruth(item)] ?? UNREADABLE,
  uuid: item => {
    const digits = readUuid(item)
    return JSON.stringify(digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'))
  },
  json: item => item,
  jsonb: jsonbText,
}

/** Numbers keep the digits that are written, since a double would not. */
function jsonItems(text: string): readonly Item[] | null {
  try {
    const items: unknown = JSON.parse(text)
    if (!Array.isArray(items)) return null
  } catch {
    return null
  }
  return listOf(text)
}

function listOf(text: string): readonly Item[] {
  const items: Item[] = []
  for (const part of partsOf(text)) {
    if (part === 'null') items.push(null)
    else if (part.startsWith('"')) items.push(String(JSON.parse(part)))
    else items.push(part.startsWith('[') ? listOf(part) : part)
  }
  return items
}

/** The elements of a JSON list as they are written. */
function partsOf(list: string): readonly string[] {
  const parts: string[] = []
  let [depth, from, isInString] = [0, 1, false]
  for (let at = 1; at < list.length; at++) {
    const character = list[at] ?? ''
    if (isInString && character === '\\') at++
    else if (character === '"') isInString = !isInString
    else if (isInString) continue
    else if (character === '[' || character === '{') depth++
    else if (depth === 0 && (character === ',' || character === ']')) {
      parts.push(list.slice(from, at).trim())
      from = at + 1
      if (character === ']') break
    } else if (character === ']' || character === '}') depth--
  }
  return parts.length === 1 && parts[0] === '' ? [] : parts
}

const LITERAL_TOKEN = /\s*(?:([{},])|"((?:[^"\\]|\\.)*)"|([^{},"\s\\](?:[^{},"\\]*[^{},"\s\\])?))\s*/suy

/** `{a,"b c",NULL,{…}}`; null for what PostgreSQL would refuse. */
function literalItems(text: string): readonly Item[] | null {
  const tokens = new RegExp(LITERAL_TOKEN)
  const next = (): RegExpExecArray | null => tokens.exec(text)
  const items = next()?.[1] === '{' ? literalList(next) : null
  return tokens.lastIndex === text.length ? items : null
}

function literalList(next: () => RegExpExecArray | null): readonly Item[] | null {
  const items: Item[] = []
  for (let token = next(); token !== null; token = next()) {
    const [, mark, quoted, bareText] = token
    if (mark === '}' && items.length === 0) return items
    if (mark === '}' || mark === ',') return null
    const item = mark === '{' ? literalList(next) : literalItem(quoted, bareText)
    if (mark === '{' && item === null) return null
    items.push(item)
    const end = next()?.[1]
    if (end === '}') return items
    if (end !== ',') return null
  }
  return null
}

function literalItem(quoted: string | undefined, bareText = ''): string | null {
  if (quoted !== undefined) return quoted.replace(/\\(.)/gs, '$1')
  return bareText.toUpperCase() === 'NULL' ? null : bareText
}
