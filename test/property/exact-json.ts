// JSON by meaning, with every digit of its numbers: two texts mean the same if their canonical forms are equal.
// Strict by RFC 8259; what is no JSON throws. https://www.rfc-editor.org/rfc/rfc8259
import { canonicalDecimal } from './decimal.ts'

const TOKEN =
  /\s*(?:([[\]{},:])|("(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)|(true|false|null))/y

export function canonicalJson(text: string): string {
  const tokens = tokenize(text)
  let position = 0
  const take = (): string => tokens[position++] ?? fail(text)
  const value = (): string => {
    const token = take()
    if (token === '[') return `[${members(']', value).join(',')}]`
    if (token === '{') {
      const fields = new Map<string, string>()
      for (const [name, content] of members('}', field)) fields.set(name, content)
      return `{${[...fields]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, content]) => `${name}:${content}`)
        .join(',')}}`
    }
    if (token.startsWith('"')) return JSON.stringify(JSON.parse(token))
    if (/^[-\d]/.test(token)) return canonicalDecimal(token) ?? fail(text)
    return /^(true|false|null)$/.test(token) ? token : fail(text)
  }
  const field = (): [string, string] => {
    const name = take()
    if (!name.startsWith('"') || take() !== ':') fail(text)
    return [JSON.stringify(JSON.parse(name)), value()]
  }
  const members = <T>(end: string, member: () => T): T[] => {
    const found: T[] = []
    if (tokens[position] === end) {
      position++
      return found
    }
    for (;;) {
      found.push(member())
      const next = take()
      if (next === end) return found
      if (next !== ',') fail(text)
    }
  }
  const canonical = value()
  return position === tokens.length ? canonical : fail(text)
}

function tokenize(text: string): string[] {
  const tokens: string[] = []
  const trimmed = text.replace(/[ \t\r\n]+$/, '')
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < trimmed.length) {
    const match = TOKEN.exec(trimmed)
    if (match === null) return fail(text)
    tokens.push(match[1] ?? match[2] ?? match[3] ?? match[4] ?? '')
  }
  return tokens
}

function fail(text: string): never {
  throw new Error(`no JSON: ${text}`)
}
