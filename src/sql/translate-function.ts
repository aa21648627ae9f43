// SQLite's functions that have a PostgreSQL form with the same result, one line each in a table. What is
// not here is left out by name. https://www.sqlite.org/lang_corefunc.html
import { asInteger } from './comparison-operands.ts'
import type { CallExpression, Expression } from './expression.ts'
import { literalOf } from './literal.ts'
import { type PostgresSql, postgres, trustPostgres } from './text.ts'
import { familyOf, unify } from './translate-case.ts'
import { translateJsonExtract } from './translate-json.ts'
import { translateRandom } from './translate-random.ts'
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
  ['replace', (call, scope) => ofTexts('replace', call, scope, 3, 3)],
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
])

export function translateFunction(call: CallExpression, scope: Scope): Term {
  const translate = FUNCTIONS.get(call.name)
  if (translate === undefined || call.star) throw new Refusal(`the function ${call.name}()`)
  return translate(call, scope)
}

function argument(call: CallExpression, at: number): Expression {
  const node = call.args[at]
  if (node === undefined) throw new Refusal(`${call.name}() with ${call.args.length} arguments`)
  return node
}

function textArgument(call: CallExpression, at: number, scope: Scope): Term {
  const term = scope.value(argument(call, at))
  if (term.family !== 'text') throw new Refusal(`${call.name}() of a ${term.family} value`)
  return term
}

function ofTexts(name: string, call: CallExpression, scope: Scope, least: number, most: number): Term {
  if (call.args.length < least || call.args.length > most)
    throw new Refusal(`${call.name}() with ${call.args.length} arguments`)
  const terms = call.args.map((_, at) => textArgument(call, at, scope))
  return termOf('text', postgres`${trustPostgres(name)}(${terms.map(term => term.sql)})`, terms)
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

function translateSubstr(call: CallExpression, scope: Scope): Term {
  const term = textArgument(call, 0, scope)
  const [start, length] = call.args.slice(1).map(constantInteger)
  if (start === undefined || start === null || length === null)
    throw new Refusal('substr() with places that are not constants')
  if (start < 0n && length === undefined)
    return termOf('text', postgres`right(${term.sql}, ${-start})`, [term])
  if (start < 1n || (length ?? 0n) < 0n) throw new Refusal('substr() with a place before the first character')
  const tail: PostgresSql = length === undefined ? trustPostgres('') : postgres`, ${length}`
  return termOf('text', postgres`substr(${term.sql}, ${start}${tail})`, [term])
}

// PostgreSQL takes places as 32-bit integers.
function constantInteger(node: Expression): bigint | null {
  const literal = literalOf(node)
  return literal?.storage === 'integer' && BigInt.asIntN(31, literal.value) === literal.value
    ? literal.value
    : null
}

function translateAbs(call: CallExpression, scope: Scope): Term {
  const term = scope.value(argument(call, 0))
  const isNumber = term.family === 'integer' || term.family === 'numeric' || term.family === 'real'
  if (!isNumber) throw new Refusal(`abs() of a ${term.family} value`)
  const wide = term.family === 'integer' ? postgres`${term.sql}::bigint` : term.sql
  return termOf(term.family, postgres`abs(${wide})`, [term])
}

function translateCoalesce(call: CallExpression, scope: Scope): Term {
  argument(call, 1)
  const terms = unify(call.args, scope, `${call.name}()`)
  return termOf(familyOf(terms), postgres`coalesce(${terms.map(term => term.sql)})`, terms)
}

// Written as a comparison, so that its rules for types and collations hold here too.
function translateNullif(call: CallExpression, scope: Scope): Term {
  const [left, right] = [argument(call, 0), argument(call, 1)]
  return scope.value({
    kind: 'case',
    base: null,
    branches: [{ when: { kind: 'binary', operator: '=', left, right }, result: { kind: 'null' } }],
    otherwise: left,
  })
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
  if (family !== 'integer' && family !== 'numeric' && family !== 'real')
    throw new Refusal(`${call.name}() of ${family} values`)
  const nulls = terms
    .map(term => postgres`${term.sql} IS NULL`)
    .reduce((all, one) => postgres`${all} OR ${one}`)
  const extreme = postgres`${trustPostgres(name)}(${terms.map(term => term.sql)})`
  return termOf(family, postgres`(CASE WHEN ${nulls} THEN NULL ELSE ${extreme} END)`, terms)
}

function translateJsonValid(call: CallExpression, scope: Scope): Term {
  const term = scope.value(argument(call, 0))
  if (call.args.length > 1) throw new Refusal('json_valid() with flags')
  if (term.family === 'json' || term.family === 'jsonb') {
    return termOf('boolean', postgres`(CASE WHEN ${term.sql} IS NOT NULL THEN true END)`, [term], {
      neverFalse: true,
    })
  }
  if (term.family !== 'text' || (scope.context.postgresVersion ?? 0) < 16) {
    throw new Refusal(`json_valid() of a ${term.family} value, before PostgreSQL 16`)
  }
  return termOf('boolean', postgres`(${term.sql} IS JSON)`, [term])
}
