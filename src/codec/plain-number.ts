// Texts that are numbers just as PostgreSQL's numeric writes them, so that nothing of the text is lost: `12`, `-0.50`,
// but not `007`, `+5`, `1e3`. https://www.postgresql.org/docs/current/datatype-numeric.html

const PLAIN = /^(?!-0(?:\.0*)?$)-?(?:0|[1-9]\d*)(?:\.\d+)?$/
/** numeric takes many more digits; nobody writes that many. */
const MOST_CHARACTERS = 1000

export function isPlainNumber(text: string): boolean {
  return text.length <= MOST_CHARACTERS && PLAIN.test(text)
}
