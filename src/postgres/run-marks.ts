// What a published run leaves in the journal for the next one to tell whether there is anything to do: from what file,
// with what options, and in what condition the published tables were.
import { postgres } from '../sql/text.ts'
import type { TargetConnection } from './connection.ts'
import { JOURNAL } from './journal-schema.ts'

type Asked = Pick<TargetConnection, 'rows'>

/** Each is a digest or a text to be compared and no more. */
export interface RunMark {
  /** Of what decides the plan besides the file. */
  readonly options: string
  /** Which file on this disk, last written when; null where that is unknown. */
  readonly sourcePlace: string | null
  /** Of the bytes of the file; null where they were not read for it. */
  readonly sourceBytes: string | null
  readonly condition: string
}

/** To be called in the publishing transaction. */
export async function recordMark(connection: Asked, run: string, mark: RunMark): Promise<void> {
  const { options, sourcePlace, sourceBytes, condition } = mark
  await connection.rows(
    postgres`UPDATE ${JOURNAL.runs} SET options_digest = $2, source_place = $3, source_digest = $4, condition_digest = $5
      WHERE run_id = $1`,
    [run, options, sourcePlace, sourceBytes, condition],
  )
}

/** Null where the run left none. */
export async function readMark(connection: Asked, run: string): Promise<RunMark | null> {
  const [mark] = await connection.rows<RunMark>(
    postgres`SELECT options_digest AS options, source_place AS "sourcePlace", source_digest AS "sourceBytes",
        condition_digest AS condition
      FROM ${JOURNAL.runs} WHERE run_id = $1 AND options_digest IS NOT NULL AND condition_digest IS NOT NULL`,
    [run],
  )
  return mark ?? null
}
