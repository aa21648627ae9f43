// What about a column's texts needs more care than their length and their special characters.
import type { TextCensus } from '../model/census.ts'

/** Values that are no text in PostgreSQL, or that SQLite's own functions would change on the way there. */
export type BadTexts = Pick<TextCensus, 'withNul' | 'invalidUtf8' | 'nonCharacters' | 'badExample'>

export const NO_BAD_TEXTS: BadTexts = { withNul: 0n, invalidUtf8: 0n, nonCharacters: 0n, badExample: null }
