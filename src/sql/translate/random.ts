// random() and randomblob() by means every PostgreSQL from 13 on has without an extension, as strong as
// gen_random_uuid(). A uuid has 6 fixed bits, so its hash is taken. https://www.sqlite.org/lang_corefunc.html#randomblob
import type { CallExpression, Expression } from '../expression.ts'
import { literalOf } from '../parse/literal.ts'
import { type PostgresSql, postgres, trustPostgres } from '../text.ts'
import { Refusal, type Scope, type Term, termOf } from './translation.ts'

const TWO_UUIDS = trustPostgres('uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())')
const RANDOM_BIGINT = trustPostgres(
  "('x' || encode(substring(sha256(uuid_send(gen_random_uuid())) FROM 1 FOR 8), 'hex'))::bit(64)::bigint",
)
const CHANGES = { immutable: false }

/** `random()`, `randomblob(n)`, `hex(randomblob(n))`, `lower(hex(randomblob(n)))`; null for other calls. */
export function translateRandom(call: CallExpression, scope: Scope): Term | null {
  const term = randomTerm(call)
  if (term !== null && scope.context.purpose !== 'default')
    throw new Refusal('a random value outside of a default')
  return term
}

function randomTerm(call: CallExpression): Term | null {
  if (call.name === 'random') return termOf('integer', RANDOM_BIGINT, [], CHANGES)
  if (call.name === 'randomblob') return termOf('bytea', randomBytes(call), [], CHANGES)
  const bytes = hexOfRandom(call)
  if (bytes !== null) return termOf('text', postgres`upper(encode(${bytes}, 'hex'))`, [], CHANGES)
  const [inner] = call.args
  const lowered = call.name === 'lower' && inner?.kind === 'call' ? hexOfRandom(inner) : null
  return lowered && termOf('text', postgres`encode(${lowered}, 'hex')`, [], CHANGES)
}

function hexOfRandom(call: CallExpression): PostgresSql | null {
  const [inner] = call.args
  return call.name === 'hex' && isRandomBlob(inner) ? randomBytes(inner) : null
}

function isRandomBlob(node: Expression | undefined): node is CallExpression {
  return node?.kind === 'call' && node.name === 'randomblob'
}

function randomBytes(call: CallExpression): PostgresSql {
  const [argument] = call.args
  const length = argument === undefined ? null : literalOf(argument)
  if (length?.storage !== 'integer' || length.value < 1n || length.value > 32n) {
    throw new Refusal('randomblob() of another length than 1 to 32')
  }
  return postgres`substring(sha256(${TWO_UUIDS}) FROM 1 FOR ${length.value})`
}
