// What can be wrong with the rest of a copy of the todo database: SQL that plants the fault, and what verify must then tell.
import type { ReportedDifference } from '../../../src/model/report.ts'

interface StructureFault {
  readonly title: string
  readonly breaking: string
  readonly differences: readonly ReportedDifference[]
  /** What the checks that are different are about. */
  readonly objects: readonly string[]
  readonly tables: readonly string[]
}

const IN_TASKS = {
  table: 'tasks',
  key: null,
  kind: 'changed',
  column: null,
  source: null,
  target: null,
} as const
const USER_KEY = 'tasks.user_id → users.id'
const DROP_USER_KEY = 'ALTER TABLE tasks DROP CONSTRAINT tasks_user_id_fkey'

function ofTasks(
  title: string,
  breaking: string,
  difference: Partial<ReportedDifference>,
  object: string,
): StructureFault {
  return {
    title,
    breaking,
    differences: [{ ...IN_TASKS, ...difference }],
    objects: [object],
    tables: ['tasks'],
  }
}

export const STRUCTURE_FAULTS: readonly StructureFault[] = [
  {
    title: 'an orphan that was made while triggers were off',
    breaking: 'SET session_replication_role = replica; UPDATE tasks SET user_id = 99 WHERE id = 21',
    differences: [
      { ...IN_TASKS, key: 'id=21', column: 'user_id', source: '2', target: '99' },
      { ...IN_TASKS, source: `orphans user_id → users.id: 0`, target: `orphans user_id → users.id: 1` },
    ],
    objects: ['tasks', 'tasks.user_id', USER_KEY],
    tables: ['tasks'],
  },
  ofTasks(
    'a foreign key dropped',
    DROP_USER_KEY,
    { kind: 'missing', source: 'foreign key user_id → users.id: valid' },
    USER_KEY,
  ),
  ofTasks(
    'a foreign key that is not valid',
    `${DROP_USER_KEY}, ADD CONSTRAINT tasks_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID`,
    {
      source: 'foreign key user_id → users.id: valid',
      target: 'foreign key user_id → users.id: not valid',
    },
    USER_KEY,
  ),
  {
    title: 'foreign keys whose triggers are disabled',
    breaking: 'ALTER TABLE tasks DISABLE TRIGGER ALL',
    differences: ['user_id → users.id', 'pattern_id → patterns.id'].map(key => ({
      ...IN_TASKS,
      source: `foreign key ${key}: valid`,
      target: `foreign key ${key}: valid, triggers disabled`,
    })),
    objects: [USER_KEY, 'tasks.pattern_id → patterns.id'],
    tables: ['tasks'],
  },
  ofTasks(
    'a foreign key that matches in full',
    `${DROP_USER_KEY}, ADD CONSTRAINT tasks_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) MATCH FULL`,
    {
      source: 'foreign key user_id → users.id: valid',
      target: 'foreign key user_id → users.id: match full, valid',
    },
    USER_KEY,
  ),
  ofTasks(
    'an index dropped',
    'DROP INDEX idx_tasks_user_id',
    { kind: 'missing', source: 'index idx_tasks_user_id: (user_id)' },
    'tasks.idx_tasks_user_id',
  ),
  ofTasks(
    'a sequence behind',
    `SELECT setval('tasks_id_seq', 269)`,
    { column: 'id', source: 'sequence next value above 270', target: 'sequence next value 270' },
    'tasks.id',
  ),
  ofTasks(
    'a NOT NULL dropped',
    'ALTER TABLE tasks ALTER user_id DROP NOT NULL',
    { column: 'user_id', source: 'not null NOT NULL', target: 'not null NULL allowed' },
    'tasks.user_id',
  ),
]
