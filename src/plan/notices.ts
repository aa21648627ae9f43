// Every notice a plan can hold, with its severity and its hint, checked against docs/notices.md; those of masks, and
// those that only a load has, stand beside their subjects.
import type { Notice } from '../model/plan.ts'
import { LOAD_NOTICES, type NoticeKind } from './load/load-notices.ts'
import { MASK_NOTICES } from './mask/mask-notices.ts'

export const NOTICES = {
  TYPE_WIDENED: {
    severity: 'warning',
    hint: 'Every value arrives exactly. To choose otherwise: --cast TABLE.COLUMN=TYPE, or --bad-values=fail to stop here.',
  },
  TYPE_REMARK: { severity: 'info', hint: 'To choose otherwise: --cast TABLE.COLUMN=TYPE.' },
  TYPE_FOLLOWS_KEY: { severity: 'info', hint: 'Both ends of a foreign key have one type in PostgreSQL.' },
  BAD_VALUES: {
    severity: 'blocker',
    hint: 'Pass --bad-values=widen to take a type that holds every value, --bad-values=quarantine to set the rows aside, or --cast TABLE.COLUMN=TYPE.',
  },
  QUARANTINED: {
    severity: 'warning',
    hint: 'They keep their values and reasons there. Mend them in the file and run again, or choose another type with --cast.',
  },
  NAME_CHANGED: { severity: 'warning', hint: 'Use the new name in the application.' },
  NAME_COLLISION: { severity: 'blocker', hint: 'Pass --names=keep, or rename one of the two in the file.' },
  NAME_TAKEN: {
    severity: 'info',
    hint: 'Names of keys, indexes and sequences share one namespace with tables in PostgreSQL.',
  },
  RESERVED_NAME: { severity: 'info', hint: 'Always write it in double quotes in PostgreSQL.' },
  TOO_MANY_COLUMNS: {
    severity: 'blocker',
    hint: 'Leave the table out with --exclude, or split it in the file.',
  },
  ROW_TOO_WIDE: {
    severity: 'blocker',
    hint: 'Pass --bad-values=quarantine to set the rows aside, leave the table out with --exclude, or split it in the file.',
  },
  VALUE_TOO_LONG: {
    severity: 'blocker',
    hint: 'Leave the table out with --exclude, or keep such values in files beside the database.',
  },
  SORT_ORDER: { severity: 'info', hint: 'For SQLite’s order write ORDER BY … COLLATE "C".' },
  NOT_NULL_LEFT_OUT: {
    severity: 'warning',
    hint: 'Mend the rows, then ALTER TABLE … ALTER COLUMN … SET NOT NULL; or pass --bad-values=quarantine to set them aside.',
  },
  PRIMARY_KEY_WITH_NULLS: {
    severity: 'warning',
    hint: 'PostgreSQL allows no NULL in a primary key; it becomes UNIQUE. To have a primary key, mend the rows or pass --bad-values=quarantine to set them aside.',
  },
  ON_CONFLICT_LEFT_OUT: {
    severity: 'warning',
    hint: 'PostgreSQL has no conflict clause in a constraint; write INSERT … ON CONFLICT in the application.',
  },
  HIDDEN_ROWID: {
    severity: 'warning',
    hint: 'To have it as a column: --cast TABLE.rowid=bigint.',
  },
  KEY_LEFT_OUT: {
    severity: 'warning',
    hint: 'Uniqueness is no longer guarded: a unique index on a digest of the values can do so.',
  },
  KEY_BY_DIGEST: {
    severity: 'warning',
    hint: 'Uniqueness is guarded as before. To find a row by the key quickly, ask for its md5 as well: WHERE md5(x) = md5($1) AND x = $1.',
  },
  KEY_COLLISION: {
    severity: 'blocker',
    hint: 'Give the column another type with --cast, so that the values stay different, or pass --bad-values=quarantine to set all but the first aside.',
  },
  DUPLICATES: {
    severity: 'blocker',
    hint: 'Mend the rows in the file, take the wish out of the configuration, or pass --bad-values=quarantine to set all but the first aside.',
  },
  IDENTITY_LEFT_OUT: {
    severity: 'warning',
    hint: 'Give the column a default that makes ids, or let the application give them; without a cast it stays an integer.',
  },
  DEFAULT_LEFT_OUT: {
    severity: 'warning',
    hint: 'Set a default by hand: ALTER TABLE … ALTER COLUMN … SET DEFAULT ….',
  },
  DEFAULT_REMARK: {
    severity: 'warning',
    hint: 'Set another default if that is not meant: ALTER TABLE … ALTER COLUMN … SET DEFAULT ….',
  },
  CHECK_REDUNDANT: { severity: 'info', hint: 'The type of the column says the same.' },
  CHECK_LEFT_OUT: {
    severity: 'warning',
    hint: 'Write the condition in PostgreSQL: ALTER TABLE … ADD CHECK (…).',
  },
  CHECK_NOT_VALID: {
    severity: 'warning',
    hint: 'New rows are checked. Mend the rows, then ALTER TABLE … VALIDATE CONSTRAINT …; or pass --bad-values=quarantine to set them aside.',
  },
  GENERATED_AS_PLAIN: {
    severity: 'warning',
    hint: 'The values are carried, but are no longer computed. Use a trigger, or GENERATED ALWAYS AS (…) STORED.',
  },
  GENERATED_LEFT_OUT: {
    severity: 'warning',
    hint: 'SQLite itself cannot compute it outside the application, and no row holds it: compute it in PostgreSQL, in a view or by GENERATED ALWAYS AS (…) STORED.',
  },
  INDEX_LEFT_OUT: { severity: 'warning', hint: 'Write the index by hand with CREATE INDEX.' },
  UNIQUE_INDEX_LEFT_OUT: {
    severity: 'warning',
    hint: 'Uniqueness is no longer guarded: write the index by hand with CREATE UNIQUE INDEX.',
  },
  COLLATION_NOCASE: {
    severity: 'warning',
    hint: 'Comparisons are case-sensitive now: compare lower(x), or use citext.',
  },
  COLLATION_LEFT_OUT: { severity: 'warning', hint: 'The collation has no counterpart in PostgreSQL.' },
  FOREIGN_KEY_LEFT_OUT: {
    severity: 'warning',
    hint: 'Mend the schema, then ALTER TABLE … ADD FOREIGN KEY ….',
  },
  ORPHANS: {
    severity: 'warning',
    hint: 'All rows are loaded and the constraint is NOT VALID, so new rows are checked. Pass --orphans=quarantine to set them aside, or --orphans=fail to stop instead.',
  },
  STORED_VIEW_IS_OLD: { severity: 'warning', hint: 'Afterwards: REFRESH MATERIALIZED VIEW ….' },
  KEY_NOT_VALIDATED: {
    severity: 'warning',
    hint: 'It is in force for new rows. Mend the rows, then ALTER TABLE … VALIDATE CONSTRAINT ….',
  },
  ORPHANS_FAIL: {
    severity: 'blocker',
    hint: 'Pass --orphans=quarantine to set them aside, or --orphans=keep to load them with the constraint NOT VALID.',
  },
  FOREIGN_KEYS_ENFORCED: {
    severity: 'info',
    hint: 'SQLite enforces foreign keys only where PRAGMA foreign_keys is on; PostgreSQL always does: deletes may now be refused or cascade.',
  },
  TRIGGER_CARRIED: { severity: 'info', hint: 'It is a BEFORE UPDATE trigger in PostgreSQL.' },
  TRIGGER_LEFT_OUT: {
    severity: 'warning',
    hint: 'Write it in PL/pgSQL: CREATE FUNCTION … RETURNS trigger, CREATE TRIGGER ….',
  },
  VIEW_LEFT_OUT: { severity: 'warning', hint: 'Write it by hand with CREATE VIEW.' },
  VIEW_NOT_COMPARED: { severity: 'info', hint: 'The view is there; look at what it gives.' },
  VIRTUAL_TABLE_LEFT_OUT: {
    severity: 'warning',
    hint: 'For full-text search see tsvector with a GIN index; for geometry see PostGIS or GiST. Its own content moves as plain rows where --include names it exactly.',
  },
  SEQUENCE_EXHAUSTED: {
    severity: 'warning',
    hint: 'The largest id is the largest bigint: the next insert needs an id of its own.',
  },
  FRAMEWORK_TABLE: {
    severity: 'info',
    hint: 'Its entries were made for SQLite; leave it out with --exclude if the application migrates PostgreSQL itself.',
  },
  TRIGGERS_FIRE: {
    severity: 'warning',
    hint: 'Run as the owner of the table to keep them still.',
  },
  HABITS: {
    severity: 'info',
    hint: "Look through the application's own SQL for these; the tables themselves are complete.",
  },
  SOURCE_REMARK: { severity: 'info', hint: 'Nothing to do.' },
  HOT_JOURNAL: {
    severity: 'warning',
    hint: 'Open the file once with the application, so that SQLite recovers it, if this surprises you.',
  },
  PRAGMA_LEFT_OUT: {
    severity: 'info',
    hint: 'PostgreSQL has no such setting; keep it in the application if it needs one.',
  },
  PROOF_COUNTS_ONLY: {
    severity: 'info',
    hint: 'Row counts, NULL counts, bounds, keys and structure are; --proof=full compares every cell.',
  },
  PROOF_NONE: { severity: 'warning', hint: 'Run sqlite2pg verify afterwards.' },
  REPLACED_LACKS: {
    severity: 'warning',
    hint: 'The earlier one is kept with them; make again what is needed.',
  },
  REPLACED: {
    severity: 'info',
    hint: 'sqlite2pg rollback puts them back. Drop that schema when you no longer need them.',
  },
  RESUMED: { severity: 'info', hint: 'What was there is proven with the rest.' },
  NOTHING_TO_RESUME: { severity: 'info', hint: 'sqlite2pg status lists what can be resumed.' },
  RETRIED: {
    severity: 'info',
    hint: 'The server’s log says why. --retry-for says how long a run tries again.',
  },
  SKIPPED_UNCHANGED: { severity: 'info', hint: 'Pass --force-recreate to do the work all the same.' },
  JOURNAL_NOT_WRITTEN: {
    severity: 'info',
    hint: 'The run itself goes on as ever; sqlite2pg status will not list it, and sqlite2pg rollback cannot undo it.',
  },
  REPAIRED: { severity: 'info', hint: 'The tables hold the same as the source again.' },
  REPAIR_LEFT: {
    severity: 'warning',
    hint: 'No row mends it: mend it by hand, or move everything anew with sqlite2pg migrate --force-recreate.',
  },
  SAMPLED: { severity: 'info', hint: 'Without --sample every row is compared.' },
  SETTLED: {
    severity: 'info',
    hint: 'Both sides were changing: one was behind the other. Nothing to do.',
  },
  NOTHING_TO_COMPARE: {
    severity: 'warning',
    hint: 'Two empty sides prove nothing: check that this is the right file and the right schema.',
  },
  CAST_MISFIT: {
    severity: 'blocker',
    hint: 'Ask for a type that holds every value, pass --bad-values=quarantine to set the other rows aside, or leave the choice to the values.',
  },
  CAST_APPLIED: { severity: 'info', hint: 'As asked for by --cast or the configuration.' },
  CAST_AMBIGUOUS: {
    severity: 'warning',
    hint: 'Look at the rows, or mend them in the file with an offset of their own.',
  },
  OFFSET_NOT_KEPT: {
    severity: 'warning',
    hint: 'timestamptz keeps the instant. To keep the offset too: --cast TABLE.COLUMN=text.',
  },
  URL_REMARK: { severity: 'info', hint: 'Nothing to do, unless you counted on it.' },
  WISH_UNKNOWN: { severity: 'blocker', hint: 'Correct the name in the configuration or in --cast.' },
  ...MASK_NOTICES,
  ...LOAD_NOTICES,
} as const satisfies Readonly<Record<string, NoticeKind>>

export type NoticeCode = keyof typeof NOTICES

/** A notice of this kind about an object; `hint` replaces the usual one. */
export function makeNotice(
  code: NoticeCode,
  object: string,
  message: string,
  hint: string = NOTICES[code].hint,
): Notice {
  return { code, severity: NOTICES[code].severity, object, message, hint }
}

/** Adds a notice to a plan in the making. */
export function note(
  context: { readonly notices: Notice[] },
  code: NoticeCode,
  object: string,
  message: string,
  hint?: string,
): void {
  context.notices.push(makeNotice(code, object, message, hint))
}
