// The answers of `doctor` in words, one line for each question. Pure.
import type { DoctorLine } from '../model/doctor.ts'
import type { ErrorCode, Sqlite2pgError } from '../model/errors.ts'
import type { SourceDatabase } from '../model/source.ts'
import type { PoolerMode } from '../postgres/connect/pooler-probe.ts'
import type { ServerFacts } from '../postgres/preflight.ts'

export function sourceLines(source: SourceDatabase): readonly DoctorLine[] {
  const rows: readonly DoctorLine[] = [
    yes(
      'source',
      `${source.path} is a SQLite database (${source.sizeBytes} bytes, ${source.encoding}, ${source.journalMode} journal)`,
    ),
    yes('integrity', 'quick_check found nothing wrong'),
    yes(
      'tables',
      `${source.tables.length} tables, ${source.views.length} views, ${source.triggers.length} triggers`,
    ),
  ]
  return [...rows, ...source.remarks.map(({ message }) => note('quiet', message))]
}

const POOLERS: Readonly<Record<PoolerMode, string>> = {
  none: 'none in between, or one in session mode',
  'session mode': 'one in session mode in between',
  'transaction mode': 'one in transaction mode in between',
  unknown: 'one in between that has no second connection for us, so its mode cannot be seen',
}

/** The questions a server is asked, and the errors that are their "no". */
const QUESTIONS: readonly {
  readonly subject: string
  readonly codes: readonly ErrorCode[]
  readonly fact: (facts: ServerFacts) => string
}[] = [
  { subject: 'version', codes: ['TARGET_VERSION'], fact: facts => `${facts.product} ${facts.version}` },
  {
    subject: 'encoding',
    codes: ['TARGET_ENCODING'],
    fact: facts => `database ${facts.database} is ${facts.encoding}`,
  },
  { subject: 'writable', codes: ['TARGET_READ_ONLY'], fact: () => 'a primary that takes writes' },
  {
    subject: 'pooler',
    codes: ['TARGET_POOLER'],
    fact: ({ pooler }) => POOLERS[pooler],
  },
  {
    subject: 'privileges',
    codes: ['TARGET_PRIVILEGE'],
    fact: facts =>
      `${facts.currentUser} may create schemas, and tables in ${facts.schema}${facts.schemaExists ? '' : ' (to be created)'}`,
  },
]

export function serverLines(facts: ServerFacts, found: readonly Sqlite2pgError[]): readonly DoctorLine[] {
  const reached = yes('target', `${facts.maskedUrl} answers`)
  return [
    reached,
    ...QUESTIONS.flatMap(question => answer(question, facts, found)),
    tlsLine(facts),
    locksLine(facts),
    diskLine(facts),
  ]
}

function answer(
  { subject, codes, fact }: (typeof QUESTIONS)[number],
  facts: ServerFacts,
  found: readonly Sqlite2pgError[],
): readonly DoctorLine[] {
  const refused = found.filter(error => codes.includes(error.code))
  if (refused.length > 0)
    return refused.map(error => ({ ok: 'no', subject, fact: error.message, next: error.hint }))
  return [yes(subject, fact(facts))]
}

function tlsLine({ tls }: ServerFacts): DoctorLine {
  if (tls !== null) return yes('TLS', `${tls.version}, ${tls.cipher}`)
  return note(
    'TLS',
    'the connection is not encrypted',
    'Beyond your own machine or network, add sslmode=verify-full to the URL.',
  )
}

function locksLine({ maxLocks, maxConnections }: ServerFacts): DoctorLine {
  return note('limits', `${maxConnections} connections, ${maxLocks} locks at once`)
}

const MEBIBYTE = 1_048_576n

function diskLine({ freeDiskBytes, databaseSizeBytes }: ServerFacts): DoctorLine {
  const size = `the database has ${databaseSizeBytes / MEBIBYTE} MiB`
  if (freeDiskBytes === null) return note('disk', `${size}; free space cannot be seen from here`)
  return yes('disk', `${size}; ${freeDiskBytes / MEBIBYTE} MiB are free`)
}

function yes(subject: string, fact: string): DoctorLine {
  return { ok: 'yes', subject, fact, next: '' }
}

function note(subject: string, fact: string, next = ''): DoctorLine {
  return { ok: 'note', subject, fact, next }
}
