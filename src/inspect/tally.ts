// Aggregates that are asked of the parts of a table, and add up the answers in whatever order they come.
import { joinJudgements, NO_TEXTS, type TextKind, type TextsJudgement } from '../codec/text-chunk.ts'
import { TEXT_SEPARATOR } from '../codec/usual-texts.ts'
import { sqliteString } from '../sql/quote.ts'
import { type SqliteSql, sqlite } from '../sql/text.ts'
import type { SqliteValue } from '../sqlite/reader.ts'

export interface Question {
  readonly sql: SqliteSql
  /** Adds the answer of one part. */
  take(value: SqliteValue): void
}

/** A question that knows the answer so far. */
export class Tally<Answer> implements Question {
  readonly sql: SqliteSql
  readonly #add: (answer: Answer, value: SqliteValue) => Answer
  #answer: Answer

  constructor(sql: SqliteSql, none: Answer, add: (answer: Answer, value: SqliteValue) => Answer) {
    this.sql = sql
    this.#answer = none
    this.#add = add
  }

  take(value: SqliteValue): void {
    this.#answer = this.#add(this.#answer, value)
  }

  get answer(): Answer {
    return this.#answer
  }
}

/** A number of rows or of bytes. */
export type Sum = Tally<bigint>
/** The least or the greatest integer, null where there is none. */
export type End = Tally<bigint | null>

const summed = (sql: SqliteSql): Sum =>
  new Tally(sql, 0n, (answer, value) => (typeof value === 'bigint' ? answer + value : answer))

function ended(sql: SqliteSql, isFirst: (one: bigint, other: bigint) => boolean): End {
  return new Tally<bigint | null>(sql, null, (answer, value) => {
    if (typeof value !== 'bigint') return answer
    return answer === null || isFirst(value, answer) ? value : answer
  })
}

/** Of conditions or of whole numbers; NULL counts for nothing. */
export const sum = (value: SqliteSql): Sum => summed(sqlite`sum(${value})`)
/** Values that are not NULL. */
export const count = (value: SqliteSql): Sum => summed(sqlite`count(${value})`)
/** Rows of which the condition is true. SQLite looks no further than its first half that is false, which it does in a sum. */
export const countWhere = (condition: SqliteSql): Sum => summed(sqlite`count(*) FILTER (WHERE ${condition})`)
/** Of integers and NULL; the answer means nothing where there are other values. */
export const least = (value: SqliteSql): End => ended(sqlite`min(${value})`, (one, other) => one < other)
export const greatest = (value: SqliteSql): End => ended(sqlite`max(${value})`, (one, other) => one > other)

/** Longer texts are not gathered but counted twice, so that whoever counts the texts knows of them. */
export const LONGEST_GATHERED = 1000

/** Judges texts many at once; `stored` is the bare column, whose length SQLite knows unread. */
export function judgement(kind: TextKind, value: SqliteSql, stored: SqliteSql): Tally<TextsJudgement> {
  const separator = sqliteString(TEXT_SEPARATOR)
  const short = sqlite`iif(octet_length(${stored}) > ${LONGEST_GATHERED}, ${separator}, ${value})`
  const joined = sqlite`CAST(group_concat(${short}, ${separator}) AS BLOB)`
  return new Tally(sqlite`sqlite2pg_texts(${sqliteString(kind)}, ${joined})`, NO_TEXTS, (answer, value) =>
    joinJudgements(answer, JSON.parse(String(value)) as TextsJudgement),
  )
}
