// The records of the journal: written by the run they are about, read by `status` and `rollback`.

import type { ErrorCode } from '../model/errors.ts'
import type { RecordedObject, RecordedOutcome, RecordedRun, RecordedSource } from '../model/journal.ts'
import { groupBy } from '../model/once-per.ts'
import { postgres } from '../sql/text.ts'
import type { TargetConnection } from './connection.ts'
import { JOURNAL } from './journal-schema.ts'

type Asked = Pick<TargetConnection, 'rows'>

export interface BegunRun extends Pick<RecordedRun, 'run' | 'verb' | 'schema' | 'toolVersion' | 'undoes'> {
  readonly source: RecordedSource | null
}

/** To be called with the run lock held: whatever else calls itself running on that schema is dead. */
export async function recordBeginning(connection: Asked, begun: BegunRun): Promise<void> {
  const { run, verb, schema, toolVersion, source, undoes } = begun
  await connection.rows(
    postgres`UPDATE ${JOURNAL.runs} SET outcome = 'interrupted' WHERE live_schema = $1 AND outcome = 'running'`,
    [schema],
  )
  await connection.rows(
    postgres`INSERT INTO ${JOURNAL.runs} (run_id, verb, live_schema, outcome, tool_version, source_path, source_bytes, source_fingerprint, undoes)
      VALUES ($1, $2, $3, 'running', $4, $5, $6, $7, $8)`,
    [
      ...[run, verb, schema, toolVersion],
      ...[source?.path ?? null, source?.bytes ?? null, source?.fingerprint ?? null, undoes],
    ],
  )
}

export interface Publication
  extends Pick<RecordedRun, 'added' | 'replaced' | 'replacedSchema' | 'createdSchema' | 'proof'> {}

/** To be called in the publishing transaction, so that the journal and the tables cannot disagree. */
export async function recordPublication(
  connection: Asked,
  run: string,
  { added, replaced, replacedSchema, createdSchema, proof }: Publication,
): Promise<void> {
  await connection.rows(
    postgres`UPDATE ${JOURNAL.runs} SET outcome = 'succeeded', exit_code = 0, finished_at = clock_timestamp(),
        replaced_schema = $2, created_schema = $3, proof = $4,
        transaction_id = pg_catalog.txid_current(), snapshot = pg_catalog.pg_current_snapshot()::text
      WHERE run_id = $1`,
    [run, replacedSchema, createdSchema, proof],
  )
  const objects = [
    ...added.map(object => ({ part: 'added', ...object })),
    ...replaced.map(object => ({ part: 'replaced', ...object })),
  ]
  await connection.rows(
    postgres`INSERT INTO ${JOURNAL.objects} (run_id, part, kind, name, object_id, row_count)
      SELECT $1, * FROM unnest($2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[])`,
    [
      run,
      objects.map(({ part }) => part),
      objects.map(({ kind }) => kind),
      objects.map(({ name }) => name),
      objects.map(({ id }) => id),
      objects.map(({ rows }) => rows),
    ],
  )
}

export interface FailedEnding {
  readonly outcome: Extract<RecordedOutcome, 'failed' | 'interrupted'>
  readonly exitCode: number
  readonly errorCode: ErrorCode
}

/** Leaves a run alone that was published after all. */
export async function recordFailure(
  connection: Asked,
  run: string,
  { outcome, exitCode, errorCode }: FailedEnding,
): Promise<void> {
  await connection.rows(
    postgres`UPDATE ${JOURNAL.runs} SET outcome = $2, exit_code = $3, error_code = $4, finished_at = clock_timestamp()
      WHERE run_id = $1 AND outcome = 'running'`,
    [run, outcome, exitCode, errorCode],
  )
}

/** To be called in the transaction that takes back what the run published. */
export async function recordUndone(connection: Asked, run: string): Promise<void> {
  await connection.rows(
    postgres`UPDATE ${JOURNAL.runs} SET outcome = 'rolled back' WHERE run_id = $1 AND outcome = 'succeeded'`,
    [run],
  )
}

interface RunRow extends Omit<RecordedRun, 'source' | 'added' | 'replaced' | 'moment'> {
  readonly path: string | null
  readonly bytes: bigint | null
  readonly fingerprint: string | null
  readonly transactionId: bigint | null
  readonly snapshot: string | null
}

const RUNS = postgres`
  SELECT run_id AS run, verb, live_schema AS schema, outcome,
    pg_catalog.to_char(started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "startedAt",
    pg_catalog.to_char(finished_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "finishedAt",
    tool_version AS "toolVersion", executed_by AS role, source_path AS path, source_bytes AS bytes,
    source_fingerprint AS fingerprint, proof, exit_code AS "exitCode", error_code AS "errorCode",
    replaced_schema AS "replacedSchema", created_schema AS "createdSchema", undoes,
    transaction_id AS "transactionId", snapshot
  FROM ${JOURNAL.runs} WHERE $1::text IS NULL OR live_schema = $1 ORDER BY started_at DESC, run_id DESC`

interface ObjectRow extends Omit<RecordedObject, 'id'> {
  readonly run: string
  readonly part: 'added' | 'replaced'
  readonly id: bigint
}

const OBJECTS = postgres`
  SELECT o.run_id AS run, o.part, o.kind, o.name, o.object_id AS id, o.row_count AS rows
  FROM ${JOURNAL.objects} o JOIN ${JOURNAL.runs} r USING (run_id)
  WHERE $1::text IS NULL OR r.live_schema = $1 ORDER BY o.kind, o.name COLLATE "C"`

/** The runs of a live schema, or of all, newest first. */
export async function readRuns(connection: Asked, schema: string | null): Promise<readonly RecordedRun[]> {
  const runs = await connection.rows<RunRow>(RUNS, [schema])
  const objects = groupBy(await connection.rows<ObjectRow>(OBJECTS, [schema]), ({ run }) => run)
  return runs.map(row => recordedRun(row, objects.get(row.run) ?? []))
}

function recordedRun(row: RunRow, objects: readonly ObjectRow[]): RecordedRun {
  const { path, bytes, fingerprint, transactionId, snapshot, ...rest } = row
  const find = (part: ObjectRow['part']): readonly RecordedObject[] =>
    objects
      .filter(object => object.part === part)
      .map(({ kind, name, id, rows }) => ({ kind, name, id: Number(id), rows }))
  return {
    ...rest,
    source: path === null ? null : { path, bytes: bytes ?? 0n, fingerprint: fingerprint ?? '' },
    added: find('added'),
    replaced: find('replaced'),
    moment: transactionId === null || snapshot === null ? null : { transactionId, snapshot },
  }
}

/** What each live schema was declared to be, such as `production`. */
export async function readEnvironments(connection: Asked): Promise<ReadonlyMap<string, string>> {
  const rows = await connection.rows<{ readonly name: string; readonly environment: string }>(
    postgres`SELECT name, environment FROM ${JOURNAL.liveSchemas} WHERE environment IS NOT NULL ORDER BY name`,
  )
  return new Map(rows.map(({ name, environment }) => [name, environment]))
}
