// A place in a list of tokens, and the few questions every parser here asks of it. What does not fit is
// thrown as SqlSyntaxFailure; each public parser catches it and returns it as data.
import type { SelectQuery } from '../select.ts'
import { type Token, tokenize } from './tokenize.ts'

/** Text that is not the statement a parser was made for. Never leaves this folder. */
class SqlSyntaxFailure extends Error {
  override readonly name = 'SqlSyntaxFailure'
}

export class TokenCursor {
  readonly sql: string
  /** Reads the query that begins here, where expressions may hold queries: in a view. */
  readQuery: (() => SelectQuery) | null = null
  readonly #tokens: readonly Token[]
  #at = 0

  constructor(sql: string) {
    this.sql = sql
    this.#tokens = tokenize(sql)
  }

  peek(ahead = 0): Token | undefined {
    return this.#tokens[this.#at + ahead]
  }

  next(): Token {
    const token = this.peek()
    if (token === undefined) throw this.failure('more text')
    this.#at += 1
    return token
  }

  /** Whether bare words (not quoted ones) stand here, in this order. */
  isAt(...words: readonly string[]): boolean {
    return words.every((word, ahead) => {
      const token = this.peek(ahead)
      return token?.kind === 'word' && token.text.toUpperCase() === word
    })
  }

  /** Whether one of these bare words stands here. */
  isAtOneOf(words: readonly string[], ahead = 0): boolean {
    const token = this.peek(ahead)
    return token?.kind === 'word' && words.includes(token.text.toUpperCase())
  }

  isOperator(operator: string, ahead = 0): boolean {
    const token = this.peek(ahead)
    return token?.kind === 'operator' && token.text === operator
  }

  accept(...words: readonly string[]): boolean {
    const here = this.isAt(...words)
    if (here) this.#at += words.length
    return here
  }

  acceptOperator(operator: string): boolean {
    const here = this.isOperator(operator)
    if (here) this.#at += 1
    return here
  }

  expect(...words: readonly string[]): void {
    if (!this.accept(...words)) throw this.failure(words.join(' '))
  }

  expectOperator(operator: string): void {
    if (!this.acceptOperator(operator)) throw this.failure(operator)
  }

  /** A name in any of SQLite's quotings; even `'name'` is one where only a name can stand. */
  name(): string {
    const token = this.next()
    if (token.kind === 'word' || token.kind === 'quoted' || token.kind === 'string') return token.value
    throw this.failure('a name', token)
  }

  /** Steps over `( … )` and returns the text inside as it is in the source, without blanks at the ends. */
  parenthesized(): string {
    const opening = this.peek()
    this.expectOperator('(')
    this.skipToDepthZero()
    const closing = this.peek()
    this.expectOperator(')')
    return this.sql.slice(opening?.end, closing?.start).trim()
  }

  /** Moves to the next of these operators outside inner parentheses, or to the `)` around this place. */
  skipToDepthZero(...operators: readonly string[]): void {
    for (let depth = 0; this.peek() !== undefined; this.#at += 1) {
      if (depth === 0 && (this.isOperator(')') || operators.some(operator => this.isOperator(operator))))
        return
      if (this.isOperator('(')) depth += 1
      if (this.isOperator(')')) depth -= 1
    }
  }

  /** The source from a token up to where the cursor stands now. */
  textSince(start: number): string {
    return this.sql.slice(start, this.#tokens[this.#at - 1]?.end ?? start)
  }

  get end(): boolean {
    return this.peek() === undefined
  }

  /** One final `;` is allowed, then nothing. */
  expectEnd(): void {
    this.acceptOperator(';')
    if (!this.end) throw this.failure('the end')
  }

  failure(wanted: string, found: Token | undefined = this.peek()): SqlSyntaxFailure {
    const place = found === undefined ? 'at the end' : `at character ${found.start + 1}, before ${found.text}`
    return new SqlSyntaxFailure(`expected ${wanted} ${place}`)
  }
}

/** Runs a parser; a failure of syntax comes back as what `otherwise` makes of its message. */
export function parseOr<Parsed, Failed>(
  parse: () => Parsed,
  otherwise: (because: string) => Failed,
): Parsed | Failed {
  try {
    return parse()
  } catch (thrown) {
    if (thrown instanceof SqlSyntaxFailure) return otherwise(thrown.message)
    throw thrown
  }
}
