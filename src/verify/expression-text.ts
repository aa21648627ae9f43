// Whether two SQL expressions are the same but for the way they are written: PostgreSQL gives an expression
// back with casts, parentheses and operators of its own. A `false` means unknown, never different.
// https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-INFO-CATALOG

const TOKEN =
  /E?'(?:[^']|'')*'|"(?:[^"]|"")*"|[A-Za-z_\u0080-\uFFFF][\w$\u0080-\uFFFF]*|(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|::|[<>=!~@#%^&|?]+|\S/g

const CAST =
  / :: (?:[\w$"]+ \. )?(?:character varying|double precision|(?:timestamp|time)(?: \d+)? with(?:out)? time zone|[\w$"]+)(?: \d+(?: , \d+)?)?/g

/** True if both become the same once casts, parentheses and spellings of operators are evened out. */
export function sameExpression(
  planned: string,
  found: string,
  names: ReadonlyMap<string, string> = new Map(),
): boolean {
  return plainExpression(planned, names) === plainExpression(found)
}

/**
 * True where it depends on parentheses, which are left out above, what is computed: `(a + b) * c`, `a and (b or c)`. Two
 * such texts that seem to be the same need not be.
 */
export function needsParentheses(sql: string): boolean {
  if (!/[()]/.test(sql)) return false
  const words = plainExpression(sql).split(' ')
  const logic = words.filter(word => word === 'and' || word === 'or' || word === 'not')
  const sums = words.filter(word => /^(?:[-+*/%^]|\|\||[&|#]|<<|>>)$/.test(word))
  return isMixed(logic) || isMixed(sums)
}

/** One operator in a row means the same in any order, but for those of the second kind. */
function isMixed(operators: readonly string[]): boolean {
  return new Set(operators).size > 1 || (operators.length > 1 && /[-/%^]|<<|>>/.test(operators.join(' ')))
}

/** Tokens parted by blanks: no casts, no parentheses, one spelling for each operator. */
export function plainExpression(sql: string, names: ReadonlyMap<string, string> = new Map()): string {
  const tokens = (sql.match(TOKEN) ?? [])
    .filter(token => !'()[]'.includes(token))
    .map(token => plainToken(token, names))
  return evenOut(` ${tokens.join(' ')} `)
}

function plainToken(token: string, names: ReadonlyMap<string, string>): string {
  if (token.startsWith("'")) return encode(token.slice(1, -1).replaceAll("''", "'"))
  if (token.startsWith("E'")) return encode(token.slice(2, -1).replaceAll("''", "'").replaceAll('\\\\', '\\'))
  if (token.startsWith('"')) {
    const name = token.slice(1, -1).replaceAll('""', '"')
    return encodeName(names.get(name) ?? name)
  }
  return /^[A-Za-z_]/.test(token) ? token.toLowerCase() : token
}

/** A literal without blanks, so that no rule below reaches into it; a number in quotes is a number. */
function encode(text: string): string {
  return /^-?\d+(?:\.\d+)?$/.test(text)
    ? text.replace('-', '- ')
    : `'${encodeURIComponent(wellFormed(text))}'`
}

function encodeName(name: string): string {
  return /^[a-z_][a-z0-9_$]*$/.test(name) ? name : `"${encodeURIComponent(wellFormed(name))}"`
}

function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\uFFFD')
}

const RULES: readonly (readonly [RegExp, string])[] = [
  [CAST, ''],
  [/ != /g, ' <> '],
  [/ = any array /g, ' in '],
  [/ <> all array /g, ' not in '],
  [/ not in (- \d\S*|\S+) (?!,)/g, ' <> $1 '],
  [/ in (- \d\S*|\S+) (?!,)/g, ' = $1 '],
  [/ (\S+) between (- \d\S*|\S+) and /g, ' $1 >= $2 and $1 <= '],
  [/ not like /g, ' !~~ '],
  [/ like /g, ' ~~ '],
  [/ current_timestamp /g, ' now '],
  [/ asc /g, ' '],
  [/ desc nulls first /g, ' desc '],
  [/(?<! desc) nulls last /g, ' '],
]

function evenOut(text: string): string {
  return RULES.reduce((rest, [rule, by]) => rest.replace(rule, by), text).trim()
}
