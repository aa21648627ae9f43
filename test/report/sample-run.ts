// Records of a small run, as the verbs hand them to this room.
import type { Plan, PlannedColumn, PlannedTable } from '../../src/model/plan.ts'
import type { RunReport } from '../../src/model/report.ts'
import type { SourceDatabase } from '../../src/model/source.ts'
import type { Check } from '../../src/model/verdict.ts'
import { postgres, sqlite } from '../../src/sql/text.ts'

export const sampleReport: RunReport = {
  formatVersion: 1,
  tool: { name: 'sqlite2pg', version: '0.1.0' },
  verb: 'migrate',
  dryRun: false,
  outcome: 'succeeded',
  exitCode: 0,
  startedAt: '2025-01-02T03:04:05.000Z',
  seconds: 1.5,
  source: { path: 'todo.db', bytes: 40960n, sqliteVersion: '3.50.0', journalMode: 'wal', fingerprint: 'ab' },
  target: { url: 'postgresql://me:***@localhost/todo', serverVersion: '18.1', schema: 'public' },
  quarantine: null,
  tables: [reportedTable('users', 5n), reportedTable('tasks', 1_234_567n)],
  foreignKeys: [
    {
      table: 'tasks',
      columns: ['user_id'],
      parent: 'users',
      parentColumns: ['id'],
      orphans: 3n,
      state: 'not valid',
      because: '3 rows have no parent',
    },
  ],
  indexes: [
    { name: 'tasks_user_id_idx', table: 'tasks', state: 'created', because: '' },
    { name: 'odd', table: 'tasks', state: 'left out', because: 'its expression has no PostgreSQL form' },
  ],
  sequences: [{ table: 'users', column: 'id', lastValue: 5n }],
  views: [],
  differences: [],
  checks: [],
  certificate: null,
  notices: [
    {
      code: 'ORPHANS',
      severity: 'warning',
      object: 'tasks.user_id → users.id',
      message: 'tasks.user_id → users.id: 3 orphan rows (17, 90, 412).',
      hint: 'Pass --orphans=fail to stop at them.',
    },
  ],
  steps: [
    { name: 'census', seconds: 0.25, wall: 0.25 },
    { name: 'rows', seconds: 1, wall: 1 },
  ],
  error: null,
}

export function reportedTable(name: string, rows: bigint): RunReport['tables'][number] {
  const counts = { sourceRows: rows, copiedRows: rows, quarantinedRows: 0n, targetRows: rows }
  return {
    source: name,
    target: name,
    ...counts,
    bytes: rows * 50n,
    seconds: 0.5,
    proof: 'counts only',
    differing: null,
    comparedRows: null,
    columns: [],
  }
}

export function check(kind: Check['kind'], object: string, over: Partial<Check> = {}): Check {
  return { kind, object, status: 'same', expected: 'x', found: 'x', remark: '', ...over }
}

export function plannedColumn(name: string, over: Partial<PlannedColumn> = {}): PlannedColumn {
  return {
    source: name,
    target: name,
    declared: 'INTEGER',
    type: 'bigint',
    family: 'integer',
    reading: 'integer',
    because: 'whole numbers',
    notNull: false,
    default: null,
    identity: null,
    generated: null,
    value: sqlite`x`,
    copy: sqlite`x`,
    slices: null,
    proof: { sqlite: sqlite`x`, postgres: postgres`x`, order: 'number' },
    digest: { rule: 'integer', sqlite: sqlite`x` },
    ...over,
  }
}

export const samplePlan: Plan = {
  schema: 'public',
  tables: [
    plannedTable('users', 5n, [
      plannedColumn('id', { notNull: true, identity: { sequence: 'users_id_seq', lastValue: 5n } }),
      plannedColumn('名前', { type: 'varchar(255)', because: 'VARCHAR(255), and every value fits' }),
    ]),
    plannedTable('tasks', 23n, [
      plannedColumn('user_id', { because: 'as users.id' }),
      plannedColumn('state', { type: 'text', default: postgres`'open'`, because: 'text' }),
    ]),
  ],
  foreignKeys: [
    {
      name: 'tasks_user_id_fkey',
      table: 'tasks',
      columns: ['user_id'],
      parent: 'users',
      parentColumns: ['id'],
      onDelete: 'cascade',
      onUpdate: 'no action',
      deferred: false,
      orphans: 3n,
      orphanExamples: ['17', '90'],
      state: 'not valid',
      because: 'rows without a parent are kept',
      origin: 'config',
    },
  ],
  indexes: [
    {
      name: 'tasks_user_id_idx',
      table: 'tasks',
      unique: false,
      method: 'btree',
      items: [postgres`"user_id"`],
      where: null,
      state: 'created',
      because: '',
      origin: 'config',
    },
  ],
  triggers: [],
  views: [
    {
      name: 'v',
      target: 'v',
      state: 'left out',
      sql: null,
      because: 'it uses group_concat',
      original: 'CREATE VIEW v AS SELECT group_concat(title) FROM tasks',
      query: null,
    },
  ],
  quarantine: null,
  notices: [],
}

function plannedTable(name: string, sourceRows: bigint, columns: readonly PlannedColumn[]): PlannedTable {
  return {
    source: name,
    target: name,
    sourceRows,
    columns,
    primaryKey: { name: `${name}_pkey`, columns: ['id'] },
    uniques: [],
    checks: [],
    reading: {
      ...{ rowidName: 'rowid', rowidAlias: null, key: [], rowsPerChunk: 100, rowsPerDigest: 100 },
      ...{ wide: null, estimatedBytes: sourceRows * 50n, kept: null },
    },
    setAside: null,
  }
}

const sourceTable = {
  sql: '',
  strict: false,
  withoutRowid: false,
  rowidAlias: 'id',
  rowidName: 'rowid',
  autoincrement: false,
  sequence: null,
  columns: [],
  primaryKey: null,
  uniques: [],
  indexes: [],
  foreignKeys: [],
  checks: [],
  lostColumns: [],
  conflictClauses: [],
} as const

export const sampleSource: SourceDatabase = {
  path: 'todo.db',
  sizeBytes: 40960n,
  sqliteVersion: '3.50.0',
  encoding: 'UTF-8',
  journalMode: 'wal',
  fingerprint: 'ab',
  userVersion: 0,
  applicationId: 0,
  tables: ['users', 'tasks', 'notes'].map(name => ({ ...sourceTable, name })),
  views: [],
  triggers: [],
  others: [{ name: 'search', kind: 'virtual', of: 'fts5' }],
  unreadable: [],
  remarks: [],
}
