// SQLite's SQL cut into tokens by SQLite's own rules, so that no clause is ever found by searching text:
// a comment, an odd quote or `'a,b)--'` inside a default cannot mislead a reader of tokens.
// https://www.sqlite.org/lang_keywords.html, https://sqlite.org/src/file/src/tokenize.c

export type TokenKind =
  | 'word'
  | 'quoted'
  | 'string'
  | 'blob'
  | 'number'
  | 'operator'
  | 'parameter'
  | 'illegal'

/** One token; `value` is the text without quotes, `x''` or digit separators. Positions count UTF-16 units. */
export interface Token {
  readonly kind: TokenKind
  readonly text: string
  readonly value: string
  readonly start: number
  readonly end: number
}

// In SQLite every character from U+0080 up belongs to identifiers, and `$` does so after the first.
const NAME_START = 'A-Za-z_\\u0080-\\uFFFF'
const NAME_PART = `${NAME_START}0-9$`
const DIGITS = '[0-9]+(?:_[0-9]+)*'
const HEX_DIGITS = '[0-9a-f]+(?:_[0-9a-f]+)*'
const EXPONENT = `(?:e[+-]?${DIGITS})?`

const NUMBER = `(?:0x${HEX_DIGITS}|${DIGITS}(?:\\.(?:${DIGITS})?)?${EXPONENT}|\\.${DIGITS}${EXPONENT})`

// A `/*` never closed runs to the end, as in SQLite; a byte order mark counts as white space.
const GAP = /(?:[ \t\n\f\r\uFEFF]+|--[^\n]*|\/\*(?=.).*?(?:\*\/|$))/sy

const RULES: readonly (readonly [TokenKind, RegExp])[] = [
  ['blob', /x'(?:[0-9a-f]{2})*'/iy],
  ['string', /'[^']*(?:''[^']*)*'/y],
  ['quoted', /"[^"]*(?:""[^"]*)*"|`[^`]*(?:``[^`]*)*`|\[[^\]]*\]/y],
  ['number', new RegExp(`${NUMBER}(?![${NAME_PART}])`, 'iy')],
  ['word', new RegExp(`[${NAME_START}][${NAME_PART}]*`, 'y')],
  ['parameter', new RegExp(`\\?[0-9]*|[:@#$][${NAME_PART}]+`, 'y')],
  ['operator', /->>|->|\|\||<<|>>|<=|>=|<>|!=|==|[-+*/%()&|~<>=.,;]/y],
]

/** Every token of the text in order; what SQLite would refuse becomes a token of kind `illegal`. */
export function tokenize(sql: string): readonly Token[] {
  const tokens: Token[] = []
  for (let at = skipGaps(sql, 0); at < sql.length; ) {
    const token = readToken(sql, at)
    tokens.push(token)
    at = skipGaps(sql, token.end)
  }
  return tokens
}

function skipGaps(sql: string, from: number): number {
  let at = from
  for (let gap = match(GAP, sql, at); gap !== null; gap = match(GAP, sql, at)) at += gap.length
  return at
}

function readToken(sql: string, start: number): Token {
  for (const [kind, rule] of RULES) {
    const text = match(rule, sql, start)
    if (text !== null) return { kind, text, value: unwrap(kind, text), start, end: start + text.length }
  }
  const text = sql.charAt(start)
  return { kind: 'illegal', text, value: text, start, end: start + 1 }
}

function match(rule: RegExp, sql: string, at: number): string | null {
  rule.lastIndex = at
  return rule.exec(sql)?.[0] ?? null
}

function unwrap(kind: TokenKind, text: string): string {
  if (kind === 'blob') return text.slice(2, -1)
  if (kind === 'number') return text.replaceAll('_', '')
  if (kind === 'string' || kind === 'quoted') return unquote(text)
  return text
}

function unquote(text: string): string {
  const quote = text.charAt(0)
  const inner = text.slice(1, -1)
  return quote === '[' ? inner : inner.replaceAll(quote + quote, quote)
}
