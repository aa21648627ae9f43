// Finds names of the plan among names of a target that another tool may have made: exactly, else without
// case, else as snake_case. What could mean two things is found by nobody.

export type NameWay = 'exactly' | 'ignoring case' | 'as snake_case'

export interface NameMatch {
  readonly found: string | null
  readonly way: NameWay
  /** Names that could all be meant; empty unless there are several. */
  readonly candidates: readonly string[]
}

const WAYS: readonly { readonly way: NameWay; readonly fold: (name: string) => string }[] = [
  { way: 'exactly', fold: name => name },
  { way: 'ignoring case', fold: name => name.toLowerCase() },
  { way: 'as snake_case', fold: snakeCase },
]

/** The match of every wanted name; no present name is given away twice. */
export function matchNames(
  wanted: readonly string[],
  present: readonly string[],
): ReadonlyMap<string, NameMatch> {
  const matches = new Map<string, NameMatch>(
    wanted.map(name => [name, { found: null, way: 'exactly', candidates: [] }]),
  )
  const free = new Set(present)
  for (const { way, fold } of WAYS) {
    const open = wanted.filter(name => !isSettled(matches.get(name)))
    for (const name of open) {
      const rivals = open.filter(other => fold(other) === fold(name))
      const candidates = [...free].filter(other => fold(other) === fold(name))
      const [only] = candidates
      if (only === undefined) continue
      const clear = candidates.length === 1 && rivals.length === 1
      matches.set(name, { found: clear ? only : null, way, candidates: clear ? [] : candidates })
    }
    for (const { found } of matches.values()) if (found !== null) free.delete(found)
  }
  return matches
}

function isSettled(match: NameMatch | undefined): boolean {
  return match !== undefined && (match.found !== null || match.candidates.length > 0)
}

/** `OrderDetails`, `Order Details` and `orderDetails` become `order_details`. */
export function snakeCase(name: string): string {
  return name
    .replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1_$2')
    .replace(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, '$1_$2')
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .toLowerCase()
}
