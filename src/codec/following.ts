// How a column takes the type of the column that it refers to, where its values are written in another way: '1' in
// a TEXT column is the integer 1, but '01', '1.0' and 1.0 are not, since nothing could bring them back.
// https://www.sqlite.org/foreignkeys.html#fk_basics
import type { ColumnCensus } from '../model/census.ts'
import { postgres, sqlite } from '../sql/text.ts'
import { type Candidate, countOf, exampleOf, type Reading, valueCount } from './codec.ts'
import { plainNumber } from './digest/source-values.ts'
import { bigint, integer, smallint } from './integer.ts'
import { isIntegerText } from './integer-text.ts'
import { text } from './text.ts'

/** The way in which these values take the type of `leader`, all of them exactly, or null. */
export function follow(leader: Candidate, follower: ColumnCensus): Candidate | null {
  return waysTo(leader, follower).find(way => way.objection(follower) === null) ?? null
}

function waysTo(leader: Candidate, follower: ColumnCensus): readonly Candidate[] {
  if (leader.family === 'integer') return [leader, integersWritten(leader, follower)]
  return leader.family === 'text' ? [leader, text] : [leader]
}

/** Why these values do not, for a leader that they cannot follow. */
export function objectToFollowing(leader: Candidate, follower: ColumnCensus): string | null {
  return waysTo(leader, follower).at(-1)?.objection(follower) ?? null
}

const INTEGER_SIZES = [smallint, integer, bigint] as const

/** Position of an integer type among smallint, integer and bigint. */
export function integerSize({ type }: Candidate): number {
  return INTEGER_SIZES.findIndex(size => size.type === type)
}

/** The same way of reading at this size. */
export function ofIntegerSize(candidate: Candidate, size: number): Candidate {
  const { type } = INTEGER_SIZES[size] ?? bigint
  return { ...candidate, type }
}

export const writtenIntegers: Reading = {
  name: 'integers written as text',
  injective: false,
  copy: column => sqlite`coalesce(CAST(${column} AS INTEGER), '\\N')`,
  proof: (column, target) => ({
    sqlite: sqlite`CAST(${column} AS TEXT)`,
    postgres: postgres`${target}::text`,
    order: 'number',
  }),
  digest: column => ({ rule: 'integer', sqlite: plainNumber(column) }),
}

/** Texts of digits as integers, in a size that holds as many digits as the longest text has. */
function integersWritten(leader: Candidate, census: ColumnCensus): Candidate {
  const size = Math.max(integerSize(leader), sizeFor(census))
  return {
    ...ofIntegerSize(leader, size),
    reading: writtenIntegers,
    objection: objectToWritten,
    accepts: column =>
      sqlite`CASE typeof(${column}) WHEN 'integer' THEN 1 WHEN 'text' THEN ${isIntegerText(column)} ELSE 0 END`,
  }
}

function objectToWritten(census: ColumnCensus): string | null {
  const integerTexts = census.shapes['integer text'] ?? 0n
  const others = valueCount(census) - census.integers.count - integerTexts
  if (others === 0n) return null
  return `${countOf(others, 'value')} ${others === 1n ? 'is' : 'are'} no integer${exampleOf(census, ['text', 'real', 'blob'])}`
}

function sizeFor({ texts, integers }: ColumnCensus): number {
  if (integers.count > 0n) return 2
  if (texts.maxCharacters <= 4n) return 0
  return texts.maxCharacters <= 9n ? 1 : 2
}

/** True where PostgreSQL compares the two exactly, so that one may refer to the other. */
export function canRefer(child: Candidate, parent: Candidate): boolean {
  if (child.family === 'other') return child.type === parent.type
  return child.family === parent.family || (child.family === 'integer' && parent.family === 'numeric')
}
