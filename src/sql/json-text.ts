// Whether PostgreSQL takes a text as json or jsonb without changing what it says. jsonb would keep only the
// last of two equal keys and refuses what is no text there. https://www.postgresql.org/docs/current/datatype-json.html

/** Null when nothing stands against it. */
export function jsonFault(text: string, family: 'json' | 'jsonb'): string | null {
  const value = parseJson(text)
  if (value === undefined) return 'it does not parse'
  if (family === 'json') return null
  if (/\\u0000/i.test(text)) return 'it holds \\u0000'
  // JSON.stringify() spells out what is no whole character.
  if (/\\ud[89a-f]/.test(JSON.stringify(value))) return 'it holds half a surrogate pair'
  return writtenKeys(text) === countKeys(value) ? null : 'it holds a key twice'
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function writtenKeys(text: string): number {
  return [...text.matchAll(/"(?:[^"\\]|\\.)*"\s*(:)?/g)].filter(([, colon]) => colon !== undefined).length
}

function countKeys(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  const own = Array.isArray(value) ? 0 : Object.keys(value).length
  return Object.values(value).reduce<number>((count, inner) => count + countKeys(inner), own)
}
