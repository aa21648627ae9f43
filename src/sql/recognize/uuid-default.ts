// The recipe for a random uuid (version 4) that applications paste into SQLite schemas, known by its tokens.
// PostgreSQL has a function for the same. https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-4
import { tokenize } from '../parse/tokenize.ts'

const VARIANT =
  "substr\\('(?:89ab|ab89)',(?:abs\\(random\\(\\)\\)%4\\+1|1\\+\\(?abs\\(random\\(\\)\\)%4\\)?),1\\)"
const VERSION = "(?:'-4'|'-'\\|\\|'4')"

/** `hex` is the pattern of a call that gives n random bytes in hexadecimal digits. */
function recipe(hex: (bytes: number) => string): string {
  const tail = `substr\\(${hex(2)},2\\)`
  return [hex(4), "'-'", hex(2), VERSION, tail, "'-'", VARIANT, tail, "'-'", hex(6)].join('\\|\\|')
}

const UPPER = recipe(bytes => `hex\\(randomblob\\(${bytes}\\)\\)`)
const LOWER = recipe(bytes => `lower\\(hex\\(randomblob\\(${bytes}\\)\\)\\)`)
const RECIPE = new RegExp(`^(?:${LOWER}|\\(${LOWER}\\)|lower\\(${UPPER}\\))$`)

export function isUuidRecipe(sql: string): boolean {
  return RECIPE.test(
    tokenize(sql)
      .map(token => token.text.toLowerCase())
      .join(''),
  )
}
