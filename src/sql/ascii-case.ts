// SQLite folds A to Z and nothing else: in names, in NOCASE and in LIKE. JavaScript's toLowerCase() folds
// É and İ too, so names or texts that SQLite keeps apart would meet.
// https://www.sqlite.org/datatype3.html#collation

/** A to Z made small, every other character as it is. */
export function asciiLower(text: string): string {
  return text.replace(/[A-Z]+/g, letters => letters.toLowerCase())
}
