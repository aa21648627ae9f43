// SQLite folds A to Z and nothing else: in names, in NOCASE and in LIKE. JavaScript's toLowerCase() folds
// É and İ too, so names or texts that SQLite keeps apart would meet.
// https://www.sqlite.org/datatype3.html#collation

/** A to Z made small, every other character as it is. */
export function asciiLower(text: string): string {
  return text.replace(/[A-Z]+/g, letters => letters.toLowerCase())
}

/** SQLite compares names without regard to the case of ASCII letters. */
export function sameName(a: string, b: string): boolean {
  return asciiLower(a) === asciiLower(b)
}

/** The first two names that SQLite takes for one, or null where it keeps all apart. */
export function sameNames(names: readonly string[]): readonly [string, string] | null {
  const seen = new Map<string, string>()
  for (const name of names) {
    const folded = asciiLower(name)
    const first = seen.get(folded)
    if (first !== undefined) return [first, name]
    seen.set(folded, name)
  }
  return null
}
