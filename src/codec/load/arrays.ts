// Lists for a target's arrays: JSON arrays and PostgreSQL's own literals become a literal, each element as its type takes
// it. A comma list is none. https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO
import { isUuidText } from '../uuid.ts'

/** The literal for elements of a type's internal name; null where the text is no list, or an element is none of the type. */
export function writeArray(element: string, text: string): string | null {
  if (text.startsWith('{') && text.endsWith('}')) return text
  if (!text.startsWith('[')) return null
  try {
    const items: unknown = JSON.parse(text)
    return Array.isArray(items) ? literalOf(element, items) : null
  } catch {
    return null
  }
}

function literalOf(element: string, items: readonly unknown[]): string | null {
  const written = items.map(item => itemOf(element, item))
  return written.includes(null) ? null : `{${written.join(',')}}`
}

function itemOf(element: string, item: unknown): string | null {
  if (item === null) return 'NULL'
  if (Array.isArray(item) && !JSON_TYPES.has(element)) return literalOf(element, item)
  const text = textOf(element, item)
  return text === null ? null : `"${text.replace(/["\\]/g, '\\$&')}"`
}

const JSON_TYPES: ReadonlySet<string> = new Set(['json', 'jsonb'])
const NUMBER_TYPES: ReadonlySet<string> = new Set(['int2', 'int4', 'int8', 'numeric', 'float4', 'float8'])

/** Numbers beyond 2^53 lost digits when the text was parsed. */
function textOf(element: string, item: unknown): string | null {
  if (JSON_TYPES.has(element)) return JSON.stringify(item)
  if (typeof item === 'boolean') return element === 'bool' ? String(item) : null
  if (typeof item === 'number') return isPlain(element, item) ? String(item) : null
  if (typeof item !== 'string') return null
  if (element === 'uuid') return isUuidText(item) ? item : null
  return NUMBER_TYPES.has(element) || element === 'bool' ? null : item
}

function isPlain(element: string, item: number): boolean {
  const fits = NUMBER_TYPES.has(element) || ['text', 'varchar'].includes(element)
  return fits && (Number.isSafeInteger(item) || !Number.isInteger(item))
}
