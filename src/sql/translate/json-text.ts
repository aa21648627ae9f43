// Judges one JSON text: not JSON, JSON, or JSON that jsonb holds without a loss. A scanner of our own
// finds duplicate keys and escapes that jsonb refuses; JSON.parse alone would hide both.
// https://www.postgresql.org/docs/current/datatype-json.html

/** Exponents beyond this overflow numeric, which jsonb uses for numbers. */
const LARGEST_EXPONENT = 16000

/** SQLite reads JSON no deeper than this; the stack of PostgreSQL ends a few times deeper by default. */
const DEEPEST = 1000

export function judgeJson(text: string): 'not json' | 'json' | 'jsonb' {
  try {
    JSON.parse(text)
  } catch {
    return 'not json'
  }
  return judgeTokens(text)
}

/** What stands against a text as a value of the type, or null. */
export function jsonFault(text: string, family: 'json' | 'jsonb'): string | null {
  const judgement = judgeJson(text)
  if (judgement === 'not json') return 'it does not parse'
  if (family === 'json' || judgement === 'jsonb') return null
  return 'jsonb would lose part of it: a key that occurs twice, \\u0000, half a character, -0 or a huge number'
}

function judgeTokens(text: string): 'not json' | 'json' | 'jsonb' {
  const open: (Set<string> | null)[] = []
  let losesNothing = true
  let last = ''
  for (const token of tokensOf(text)) {
    if (token === '{') open.push(new Set())
    else if (token === '[') open.push(null)
    else if (token === '}' || token === ']') open.pop()
    else if (token === ':') losesNothing &&= addKey(open.at(-1), last)
    else if (token.startsWith('"')) losesNothing &&= isPlainString(token)
    else losesNothing &&= isModestNumber(token)
    if (open.length > DEEPEST) return 'not json'
    last = token
  }
  return losesNothing ? 'jsonb' : 'json'
}

const TOKEN = /["{}[\]:,]|-?\d[\d.eE+-]*|true|false|null/g

/** The tokens of a text that parses. Strings are walked by hand: a regular expression overflows its stack in long ones. */
function* tokensOf(text: string): Generator<string> {
  const pattern = new RegExp(TOKEN)
  for (let found = pattern.exec(text); found !== null; found = pattern.exec(text)) {
    const end = found[0] === '"' ? endOfString(text, found.index) : pattern.lastIndex
    yield text.slice(found.index, end)
    pattern.lastIndex = end
  }
}

function endOfString(text: string, start: number): number {
  let at = start + 1
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return at + 1
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

/** Numbers of jsonb have no zero with a minus sign, and an end. */
function isModestNumber(token: string): boolean {
  if (/^-[0.]+(?:[eE]|$)/.test(token)) return false
  const exponent = /[eE]([+-]?\d+)$/.exec(token)?.[1]
  return (
    token.length < LARGEST_EXPONENT &&
    (exponent === undefined || Math.abs(Number(exponent)) < LARGEST_EXPONENT)
  )
}
