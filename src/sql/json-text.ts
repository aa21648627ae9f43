// Judges one JSON text: not JSON, JSON, or JSON that jsonb holds without a loss. A scanner of our own
// finds duplicate keys and escapes that jsonb refuses; JSON.parse alone would hide both.
// https://www.postgresql.org/docs/current/datatype-json.html

/** Exponents beyond this overflow numeric, which jsonb uses for numbers. */
const LARGEST_EXPONENT = 16000

/** SQLite reads JSON no deeper than this; PostgreSQL's limit is its stack, a few times more by default. */
const DEEPEST = 1000

export function judgeJson(text: string): 'not json' | 'json' | 'jsonb' {
  try {
    JSON.parse(text)
  } catch {
    return 'not json'
  }
  if (isTooDeep(text)) return 'not json'
  return losesNothingAsJsonb(text) ? 'jsonb' : 'json'
}

/** What stands against a text as a value of the type, or null. */
export function jsonFault(text: string, family: 'json' | 'jsonb'): string | null {
  const judgement = judgeJson(text)
  if (judgement === 'not json') return 'it does not parse'
  if (family === 'json' || judgement === 'jsonb') return null
  return 'jsonb would lose part of it: a key that occurs twice, \\u0000, half a character or a huge number'
}

function isTooDeep(text: string): boolean {
  let depth = 0
  for (const [token] of text.matchAll(STRING_OR_BRACKET)) {
    if (token === '{' || token === '[') depth++
    else if (token === '}' || token === ']') depth--
    if (depth > DEEPEST) return true
  }
  return false
}

const STRING_OR_BRACKET = /"(?:[^"\\]|\\.)*"|[{}[\]]/gs
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\]:,]|-?\d[\d.eE+-]*|true|false|null/gs

function losesNothingAsJsonb(text: string): boolean {
  const open: (Set<string> | null)[] = []
  const tokens = text.match(TOKEN) ?? []
  for (const [i, token] of tokens.entries()) {
    if (token === '{') open.push(new Set())
    else if (token === '[') open.push(null)
    else if (token === '}' || token === ']') open.pop()
    else if (token.startsWith('"')) {
      if (!isPlainString(token)) return false
      if (tokens[i + 1] === ':' && !addKey(open.at(-1), token)) return false
    } else if (!isModestNumber(token)) return false
  }
  return true
}

function addKey(keys: Set<string> | null | undefined, token: string): boolean {
  const key: string = JSON.parse(token)
  if (!keys || keys.has(key)) return false
  keys.add(key)
  return true
}

/** No NUL and no lone surrogate, whether escaped or not. */
function isPlainString(token: string): boolean {
  if (!token.includes('\\u')) return true
  const value: string = JSON.parse(token)
  return !value.includes('\0') && !/\p{Surrogate}/u.test(value)
}

function isModestNumber(token: string): boolean {
  const exponent = /[eE]([+-]?\d+)$/.exec(token)?.[1]
  return (
    token.length < LARGEST_EXPONENT &&
    (exponent === undefined || Math.abs(Number(exponent)) < LARGEST_EXPONENT)
  )
}
