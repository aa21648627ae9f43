// Whether an expression without columns has one value for ever, so that SQLite may be asked for it once.
// https://www.sqlite.org/deterministic.html
import type { Expression } from './expression.ts'
import { partsOf } from './map-expression.ts'

const DETERMINISTIC = new Set(
  `abs char coalesce concat concat_ws format glob hex if ifnull iif instr json json_array json_object json_quote
  json_valid length like lower ltrim max min nullif octet_length printf quote replace round rtrim sign soundex
  substr substring trim typeof unhex unicode upper zeroblob`.split(/\s+/),
)

const DATE_FUNCTIONS = ['date', 'time', 'datetime', 'julianday', 'unixepoch', 'strftime']

export function isDeterministic(node: Expression): boolean {
  switch (node.kind) {
    case 'clock':
    case 'column':
    case 'unsupported':
    case 'query':
      return false
    case 'call':
      return isDeterministicCall(node.name, node.args) && node.args.every(isDeterministic)
    default:
      return partsOf(node).every(isDeterministic)
  }
}

// A constant moment stays what it is, unless a modifier asks for the machine's time zone.
function isDeterministicCall(name: string, args: readonly Expression[]): boolean {
  if (DETERMINISTIC.has(name)) return true
  if (!DATE_FUNCTIONS.includes(name) || args.length <= (name === 'strftime' ? 1 : 0)) return false
  const words = args.map(arg => (arg.kind === 'text' ? arg.value.trim().toLowerCase() : 'now'))
  return !words.some(word => ['now', 'localtime', 'utc', 'subsec', 'subsecond'].includes(word))
}
