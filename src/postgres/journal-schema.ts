// The schema of the journal: what it is called, how it is made, and whether it may be used. A table of somebody else
// could carry a trigger that works with our rights, so only a journal of ours, of the database's owner or of a
// superuser is written to. https://www.postgresql.org/docs/current/perm-functions.html
import { postgresName, postgresString } from '../sql/quote.ts'
import { type PostgresSql, postgres } from '../sql/text.ts'
import type { TargetConnection } from './connection.ts'
import { lockForTransaction } from './private-schemas.ts'

/** No live schema can have it: names that begin so are refused. */
export const JOURNAL_SCHEMA = 'sqlite2pg_journal'

const MARK = '{"sqlite2pg":"journal","version":1}'

export const JOURNAL = {
  runs: postgresName(JOURNAL_SCHEMA, 'runs'),
  objects: postgresName(JOURNAL_SCHEMA, 'objects'),
  liveSchemas: postgresName(JOURNAL_SCHEMA, 'live_schemas'),
} as const

export interface JournalState {
  /** `foreign`: a schema of that name that is none of ours, or of another version. */
  readonly kind: 'missing' | 'foreign' | 'there'
  readonly owner: string
  readonly readable: boolean
  readonly writable: boolean
}

const STATE = postgres`
  SELECT pg_catalog.obj_description(n.oid, 'pg_namespace') AS comment, o.rolname::text AS owner,
    count(c.oid) = 3 AND bool_and(c.relkind = 'r') AS whole,
    bool_and(c.relowner IN (n.nspowner, d.datdba, me.oid))
      AND (o.rolsuper OR n.nspowner IN (d.datdba, me.oid)) AS trusted,
    pg_catalog.has_schema_privilege(n.oid, 'USAGE')
      AND bool_and(pg_catalog.has_table_privilege(c.oid, 'SELECT')) AS readable,
    bool_and(pg_catalog.has_table_privilege(c.oid, 'INSERT')
      AND pg_catalog.has_table_privilege(c.oid, 'UPDATE')) AS writable
  FROM pg_catalog.pg_namespace n
  JOIN pg_catalog.pg_roles o ON o.oid = n.nspowner
  JOIN pg_catalog.pg_roles me ON me.rolname = current_user
  JOIN pg_catalog.pg_database d ON d.datname = pg_catalog.current_database()
  LEFT JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid
    AND c.relname IN ('runs', 'objects', 'live_schemas')
  WHERE n.nspname = $1
  GROUP BY n.oid, n.nspowner, o.rolname, o.rolsuper, d.datdba, me.oid`

interface StateRow {
  readonly comment: string | null
  readonly owner: string
  readonly whole: boolean | null
  readonly trusted: boolean | null
  readonly readable: boolean | null
  readonly writable: boolean | null
}

export async function readJournalState(connection: Pick<TargetConnection, 'rows'>): Promise<JournalState> {
  const [found] = await connection.rows<StateRow>(STATE, [JOURNAL_SCHEMA])
  if (found === undefined) return { kind: 'missing', owner: '', readable: false, writable: false }
  const { owner, comment, whole } = found
  if (comment !== MARK || whole !== true) return { kind: 'foreign', owner, readable: false, writable: false }
  const readable = found.readable === true
  const writable = readable && found.writable === true && found.trusted === true
  return { kind: 'there', owner, readable, writable }
}

/** Makes the journal unless it is there; to be called in a transaction. */
export async function createJournal(connection: TargetConnection): Promise<void> {
  // Two runs into different schemas may both find it missing.
  await lockForTransaction(connection, JOURNAL_SCHEMA)
  const { kind, writable } = await readJournalState(connection)
  if (kind === 'there' && writable) await addMarks(connection)
  if (kind !== 'missing') return
  for (const sql of CREATE) await connection.execute(sql, { object: JOURNAL_SCHEMA, doing: 'making it' })
}

/** Younger than the first journals: the columns of run-marks.ts and of load-changes.ts. */
const YOUNGER = ['options_digest', 'source_place', 'source_digest', 'condition_digest', 'load_changes']

async function addMarks(connection: TargetConnection): Promise<void> {
  const found = await connection.rows(
    postgres`SELECT FROM pg_catalog.pg_attribute
      WHERE attrelid = pg_catalog.to_regclass($1) AND attname = ANY ($2)`,
    [JOURNAL.runs, YOUNGER],
  )
  if (found.length === YOUNGER.length) return
  const additions = YOUNGER.map(name => postgres`ADD COLUMN IF NOT EXISTS ${postgresName(name)} text`)
  await connection.execute(postgres`ALTER TABLE ${JOURNAL.runs} ${additions}`, { object: JOURNAL_SCHEMA })
}

const CREATE: readonly PostgresSql[] = [
  postgres`CREATE SCHEMA ${postgresName(JOURNAL_SCHEMA)}`,
  postgres`COMMENT ON SCHEMA ${postgresName(JOURNAL_SCHEMA)} IS ${postgresString(MARK)}`,
  postgres`CREATE TABLE ${JOURNAL.runs} (
    run_id text PRIMARY KEY,
    verb text NOT NULL,
    live_schema text NOT NULL,
    outcome text NOT NULL CHECK (outcome IN ('running', 'succeeded', 'failed', 'interrupted', 'rolled back')),
    started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    finished_at timestamptz,
    tool_version text NOT NULL,
    executed_by text NOT NULL DEFAULT current_user,
    source_path text,
    source_bytes bigint,
    source_fingerprint text,
    proof text,
    exit_code integer,
    error_code text,
    created_schema boolean NOT NULL DEFAULT false,
    replaced_schema text,
    undoes text REFERENCES ${JOURNAL.runs} ON DELETE SET NULL,
    transaction_id bigint,
    snapshot text,
    options_digest text,
    source_place text,
    source_digest text,
    condition_digest text,
    load_changes text)`,
  postgres`CREATE TABLE ${JOURNAL.objects} (
    run_id text NOT NULL REFERENCES ${JOURNAL.runs} ON DELETE CASCADE,
    part text NOT NULL CHECK (part IN ('added', 'replaced')),
    kind text NOT NULL CHECK (kind IN ('table', 'view', 'function')),
    name text NOT NULL,
    object_id bigint NOT NULL,
    row_count bigint,
    PRIMARY KEY (run_id, part, kind, name))`,
  postgres`CREATE TABLE ${JOURNAL.liveSchemas} (name text PRIMARY KEY, environment text)`,
  postgres`COMMENT ON TABLE ${JOURNAL.runs} IS 'One row for each run of sqlite2pg that changed this database, or tried to'`,
  postgres`COMMENT ON TABLE ${JOURNAL.objects} IS 'What a run put into its live schema, and what gave way to it'`,
  postgres`COMMENT ON TABLE ${JOURNAL.liveSchemas} IS 'What a live schema is, such as production or staging'`,
]
