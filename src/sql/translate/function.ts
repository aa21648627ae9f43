// SQLite's functions that have a PostgreSQL form with the same result, one line each in a table. What is
// not here is left out by name. https://www.sqlite.org/lang_corefunc.html

import type { CallExpression } from '../expression.ts'
import { literalTerm } from '../parse/literal.ts'
import { type PostgresSql, postgres, trustPostgres } from '../text.ts'
import { familyOf, unify } from './case.ts'
import { comparisonCollation } from './column-operand.ts'
import { asInteger } from './comparison-operands.ts'
import { translateDate, translateStrftime } from './date-function.ts'
import { leastInteger } from './failures.ts'
import { translateJsonArrayLength, translateJsonExtract, translateJsonValid } from './json.ts'
import { translateRandom } from './random.ts'
import { argument, ofTexts, textArgument, translateReplace, translateSubstr } from './text-function.ts'
import { Refusal, type Scope, type Term, termOf } from './translation.ts'

type TranslateCall = (call: CallExpression, scope: Scope) => Term

const FUNCTIONS: ReadonlyMap<string, TranslateCall> = new Map<string, TranslateCall>([
  ['length', translateLength],
  ['lower', (call, scope) => translateRandom(call, scope) ?? changeCase(call, scope)],
  ['upper', changeCase],
  ['hex', (call, scope) => translateRandom(call, scope) ?? translateHex(call, scope)],
  ['randomblob', translateRandomOnly],
  ['random', translateRandomOnly],
  ['trim', (call, scope) => ofTexts('btrim', call, scope, 1, 2)],
  ['ltrim', (call, scope) => ofTexts('ltrim', call, scope, 1, 2)],
  ['rtrim', (call, scope) => ofTexts('rtrim', call, scope, 1, 2)],
  ['replace', translateReplace],
  ['instr', (call, scope) => ({ ...ofTexts('strpos', call, scope, 2, 2), family: 'integer' })],
  ['substr', translateSubstr],
  ['substring', translateSubstr],
  ['abs', translateAbs],
  ['coalesce', translateCoalesce],
  ['ifnull', translateCoalesce],
  ['nullif', translateNullif],
  ['iif', translateIif],
  ['if', translateIif],
  ['max', (call, scope) => translateExtreme('greatest', call, scope)],
  ['min', (call, scope) => translateExtreme('least', call, scope)],
  ['likely', (call, scope) => scope.value(argument(call, 0))],
  ['unlikely', (call, scope) => scope.value(argument(call, 0))],
  ['json_valid', translateJsonValid],
  ['json_extract', translateJsonExtract],
  ['json_array_length', translateJsonArrayLength],
  ['date', translateDate],
  ['strftime', translateStrftime],
])

/** What to write instead of functions that are left out. */
const HINTS: ReadonlyMap<string, string> = new Map([
  ['datetime', "In PostgreSQL: date_trunc('second', x)."],
  ['time', 'In PostgreSQL: x::time.'],
  ['julianday', 'In PostgreSQL: extract(epoch FROM x) / 86400 + 2440587.5.'],
  ['unixepoch', 'In PostgreSQL: extract(epoch FROM x)::bigint.'],
  ['round', 'In PostgreSQL: round(x::numeric, 2).'],
  ['printf', "In PostgreSQL: format('%s', x) or to_char(x, '00000')."],
  ['format', "In PostgreSQL: format('%s', x) or to_char(x, '00000')."],
  ['regexp', "In PostgreSQL: x ~ 'pattern'."],
])

export function translateFunction(call: CallExpression, scope: Scope): Term {
  const translate = FUNCTIONS.get(call.name)
  if (translate === undefined || call.star)
    throw new Refusal(`the function ${call.name}()`, HINTS.get(call.name))
  return translate(call, scope)
}

function translateLength(call: CallExpression, scope: Scope): Term {
  const term = asInteger(scope.value(argument(call, 0)))
  if (term.family === 'text') return termOf('integer', postgres`char_length(${term.sql})`, [term])
  if (term.family === 'bytea') return termOf('integer', postgres`octet_length(${term.sql})`, [term])
  if (term.family === 'integer') return termOf('integer', postgres`char_length(${term.sql}::text)`, [term])
  throw new Refusal(`length() of a ${term.family} value`)
}

function changeCase(call: CallExpression, scope: Scope): Term {
  const term = textArgument(call, 0, scope)
  return termOf('text', postgres`${trustPostgres(call.name)}(${term.sql} COLLATE "C")`, [term])
}

function translateHex(call: CallExpression, scope: Scope): Term {
  const term = scope.value(argument(call, 0))
  if (term.family !== 'bytea') throw new Refusal(`hex() of a ${term.family} value`)
  return termOf('text', postgres`upper(encode(coalesce(${term.sql}, ''::bytea), 'hex'))`, [term])
}

function translateRandomOnly(call: CallExpression, scope: Scope): Term {
  const term = translateRandom(call, scope)
  if (term === null) throw new Refusal(`${call.name}() in this form`)
  return term
}

function translateAbs(call: CallExpression, scope: Scope): Term {
  const term = scope.value(argument(call, 0))
  const isNumber = term.family === 'integer' || term.family === 'numeric' || term.family === 'real'
  if (!isNumber) throw new Refusal(`abs() of a ${term.family} value`)
  // SQLite leaves the sign of a zero.
  if (term.family === 'real')
    return termOf('real', postgres`(CASE WHEN ${term.sql} < 0 THEN - ${term.sql} ELSE ${term.sql} END)`, [
      term,
    ])
  const wide = term.family === 'integer' ? postgres`${term.sql}::bigint` : term.sql
  const failures = term.family === 'integer' ? [leastInteger(argument(call, 0))] : []
  return termOf(term.family, postgres`abs(${wide})`, [term], { failures: [...term.failures, ...failures] })
}

function translateCoalesce(call: CallExpression, scope: Scope): Term {
  argument(call, 1)
  const terms = unify(call.args, scope, `${call.name}()`)
  if (familyOf(terms) === 'null') return literalTerm({ storage: 'null' })
  return termOf(familyOf(terms), postgres`coalesce(${terms.map(term => term.sql)})`, terms)
}

// Written as a comparison, so that its rules for types and collations hold here too.
function translateNullif(call: CallExpression, scope: Scope): Term {
  const [left, right] = [argument(call, 0), argument(call, 1)]
  const kinds = new Set([left, right].map(node => kindOf(scope.value(node))))
  kinds.delete('null')
  // A comparison would bring both sides to one kind by the affinity of a column; a function does not.
  if (kinds.size > 1) throw new Refusal('nullif() of values of two kinds')
  return scope.value({
    kind: 'case',
    base: null,
    branches: [{ when: { kind: 'binary', operator: '=', left, right }, result: { kind: 'null' } }],
    otherwise: left,
  })
}

function kindOf({ family }: Term): string {
  if (['boolean', 'integer', 'numeric', 'real'].includes(family)) return 'number'
  return ['date', 'time', 'timestamp', 'timestamptz'].includes(family) ? 'text' : family
}

function translateIif(call: CallExpression, scope: Scope): Term {
  if (call.args.length > 3) throw new Refusal(`${call.name}() with ${call.args.length} arguments`)
  const branch = { when: argument(call, 0), result: argument(call, 1) }
  return scope.value({ kind: 'case', base: null, branches: [branch], otherwise: call.args[2] ?? null })
}

// With one argument it is an aggregate; with several one NULL makes the result NULL, where greatest() skips it.
function translateExtreme(name: 'greatest' | 'least', call: CallExpression, scope: Scope): Term {
  argument(call, 1)
  const terms = unify(call.args, scope, `${call.name}()`)
  const family = familyOf(terms)
  if (!['integer', 'numeric', 'real', 'text'].includes(family))
    throw new Refusal(`${call.name}() of ${family} values`)
  const nulls = terms
    .map(term => postgres`${term.sql} IS NULL`)
    .reduce((all, one) => postgres`${all} OR ${one}`)
  const [first, ...others] = terms.map(term => term.sql)
  const operands = family === 'text' ? [byBytes(call, first, scope), ...others] : terms.map(term => term.sql)
  const extreme = postgres`${trustPostgres(name)}(${operands})`
  return termOf(family, postgres`(CASE WHEN ${nulls} THEN NULL ELSE ${extreme} END)`, terms)
}

/** Texts are compared by bytes, unless one of them has a collation of its own. */
function byBytes(call: CallExpression, first: PostgresSql | undefined, scope: Scope): PostgresSql {
  const isPlain = call.args.every(
    arg => arg.kind !== 'collate' && comparisonCollation(arg, null, scope.context) === 'BINARY',
  )
  if (!isPlain || first === undefined) throw new Refusal(`${call.name}() of texts with a collation`)
  if (scope.context.ordersTextByCodePoint === false)
    throw new Refusal(`${call.name}() of text kept as UTF-16`)
  return postgres`${first} COLLATE "C"`
}
