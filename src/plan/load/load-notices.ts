// The notices that only a load can have, with their severity and their hint; part of the table in plan/notices.ts.
import type { Severity } from '../../model/plan.ts'

export interface NoticeKind {
  readonly severity: Severity
  readonly hint: string
}

export const LOAD_NOTICES = {
  NOT_IN_TARGET: {
    severity: 'warning',
    hint: "Bring the target's migrations up to the file's, or leave it out on purpose with --exclude.",
  },
  EMPTY_NOT_IN_TARGET: { severity: 'info', hint: 'There is nothing in it that could be lost.' },
  ONLY_IN_TARGET: { severity: 'info', hint: 'Nothing is written there.' },
  NAME_FOUND: { severity: 'info', hint: '--names says which way of writing names is meant.' },
  AMBIGUOUS_NAME: {
    severity: 'blocker',
    hint: 'Say which is meant with --names=keep, lower or snake, or leave the table out with --exclude.',
  },
  NO_TABLE_TO_LOAD: { severity: 'blocker', hint: 'Leave it out with --exclude.' },
  NO_SOURCE_COLUMN: {
    severity: 'blocker',
    hint: 'Give the column a default in the target, or make it nullable, for as long as the load lasts; or leave the table out with --exclude.',
  },
  COMPUTED_IN_TARGET: { severity: 'info', hint: 'The values of the file are not needed there.' },
  MIGRATIONS_SKIPPED: {
    severity: 'info',
    hint: "The target's own migrations keep notes of their own. To load them as well: --include NAME --include '*'.",
  },
  MIGRATIONS_DIFFER: {
    severity: 'info',
    hint: 'That may be as it should be: some frameworks keep a set of migrations for each database.',
  },
  TARGET_HAS_ROWS: {
    severity: 'blocker',
    hint: 'Pass --force-recreate to replace the rows (the old ones are kept in a schema of their own), or leave the table out with --exclude.',
  },
  ROWS_REPLACED: {
    severity: 'info',
    hint: 'sqlite2pg rollback puts them back. Drop that schema when you no longer need them.',
  },
  VALUES_MISFIT: {
    severity: 'blocker',
    hint: 'Mend the values in the file or the column in the target, read them otherwise with --cast, or pass --bad-values=quarantine to set the rows aside.',
  },
  DUPLICATE_ROWS: {
    severity: 'blocker',
    hint: 'Mend the rows in the file, or pass --bad-values=quarantine to set all but the first aside.',
  },
  HAS_CHILD_TABLES: {
    severity: 'blocker',
    hint: 'Rows of a child table are read and deleted with those of its parent. Leave the parent out with --exclude, or end it: ALTER TABLE … NO INHERIT ….',
  },
  DELETE_RULES: {
    severity: 'blocker',
    hint: 'They would act on the rows that are replaced. ALTER TABLE … DISABLE RULE … for as long as the load lasts, or leave the table out with --exclude.',
  },
  SEQUENCE_TOO_SHORT: {
    severity: 'blocker',
    hint: 'Its next ids would be ids that the file gave once. Widen the column and its sequence in the target, or leave the table out with --exclude.',
  },
  KEY_JUDGED_LATE: {
    severity: 'info',
    hint: 'If some are not there, --orphans=keep leaves the key NOT VALID, and --orphans=fail changes nothing.',
  },
  KEY_NOT_OURS: {
    severity: 'blocker',
    hint: 'Run as the owner of the table, or leave the table out with --exclude.',
  },
  TRIGGERS_HELD: { severity: 'info', hint: 'They are as before once the load has ended.' },
} as const satisfies Readonly<Record<string, NoticeKind>>
