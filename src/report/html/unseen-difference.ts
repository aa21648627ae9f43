// Two texts that look the same and are not, such as é in one character or in two: told by their code points.
// https://www.unicode.org/reports/tr15/

/** Code points named at most. */
const NAMED = 4

/** `U+0065 U+0301`: the code points of `value` from where it begins to differ from `other`, to where that ends. */
export function codePointsText(value: string, other: string): string {
  const [own, others] = [[...value], [...other]]
  const start = own.findIndex((character, i) => character !== others[i])
  const begin = start === -1 ? own.length : start
  const tail = commonTail(own.slice(begin), others.slice(begin))
  const differing = own.slice(begin, own.length - tail)
  const named = differing.slice(0, NAMED).map(codePoint)
  return [...named, ...(differing.length > NAMED ? ['…'] : [])].join(' ')
}

function commonTail(own: readonly string[], others: readonly string[]): number {
  const most = Math.min(own.length, others.length)
  let tail = 0
  while (tail < most && own.at(-1 - tail) === others.at(-1 - tail)) tail++
  return tail
}

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}
