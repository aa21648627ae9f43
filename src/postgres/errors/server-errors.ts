// Errors the server sends, by SQLSTATE. The message always holds the server's own words and the code;
// the hint is ours. https://www.postgresql.org/docs/current/errcodes-appendix.html
import type { DatabaseError } from 'pg'
import { type ErrorCode, Sqlite2pgError } from '../../model/errors.ts'
import { maskPasswords } from '../target/mask-passwords.ts'
import { type ErrorContext, prefix, serverName } from './error-context.ts'
import { loginError } from './login-errors.ts'
import { poolerError } from './pooler-errors.ts'
import { grantHint } from './privilege-hint.ts'

type Advice = readonly [code: ErrorCode, hint: string]

const LOST: Advice = [
  'TARGET_LOST',
  'The server ended the session; its log says why. Run again: nothing was published.',
]
const FULL: Advice = [
  'TARGET_DISK_FULL',
  'Free some space on the server (or raise its quota), then run again: nothing was published.',
]
const BUSY: Advice = [
  'TARGET_BUSY',
  'Another session holds a lock: wait for it or end it (pg_stat_activity shows it), then run again.',
]
const POOLER: Advice = [
  'TARGET_POOLER',
  'A pooler in transaction mode stands between. Use the URL of the server itself (direct connection), or the session mode of the pooler.',
]
const CROWDED: Advice = [
  'TARGET_REFUSED',
  'The server has no connection left: end other sessions, or raise max_connections.',
]
const STARTING: Advice = ['TARGET_REFUSED', 'The server is starting or stopping: try again in a moment.']
const LOCKS: Advice = [
  'TARGET_FAILED',
  "Raise max_locks_per_transaction in the server's configuration and restart it, or take fewer tables at once with --include.",
]

const INDEX_ROW: Advice = [
  'TARGET_FAILED',
  'A B-tree takes values of about 2,700 bytes and no longer ones: leave the table out with --exclude, or drop the index in a copy of the file and make one on md5(column) or a hash index afterwards.',
]

// Keys that a conversion would make equal are found in the plan; rows that an index of the file missed by whoever sees
// this error and can ask SQLite.
const UNIQUE: Advice = [
  'INTERNAL',
  'This is a fault in sqlite2pg: the plan should have found it. Please report it with the statement that --verbose shows; meanwhile leave the table out with --exclude.',
]

const MADE_TWICE: Advice = [
  'TARGET_BUSY',
  'Another session made an object of the same name at the same moment: run again.',
]

const ADVICE: Readonly<Record<string, Advice>> = {
  '23505': UNIQUE,
  '25006': [
    'TARGET_READ_ONLY',
    'This is a standby or a read-only database: name the primary, e.g. with target_session_attrs=read-write and all hosts.',
  ],
  '26000': POOLER,
  '42P05': POOLER,
  '53100': FULL,
  '53300': CROWDED,
  '55P03': BUSY,
  '40P01': BUSY,
  '55006': BUSY,
  '40001': [
    'TARGET_BUSY',
    'Another session changed the same rows meanwhile, so nothing was changed by this run: run again.',
  ],
  '57P01': LOST,
  '57P02': LOST,
  '57P04': LOST,
  '57P05': LOST,
  '25P03': LOST,
  '25P04': LOST,
  '57P03': STARTING,
  '22021': [
    'TARGET_ENCODING',
    'The text does not exist in the encoding of the database: use a UTF-8 database (createdb --encoding=UTF8 --template=template0).',
  ],
  '22P05': [
    'TARGET_ENCODING',
    'The encoding of the database lacks this character: use a UTF-8 database (createdb --encoding=UTF8 --template=template0).',
  ],
  '42P07': [
    'TARGET_OCCUPIED',
    'The name is taken: give another --schema, or --force-recreate to replace it.',
  ],
  '42P06': ['TARGET_OCCUPIED', 'The schema exists already: give another --schema.'],
  '2BP01': ['TARGET_DEPENDENTS', 'Other objects hold on to it: drop or re-point them first.'],
}

/** An error of the server, as one that a person can act on. */
export function serverError(error: DatabaseError, context: ErrorContext): Sqlite2pgError {
  const refusal = context.connected === true ? null : loginError(error, context)
  const known = refusal ?? (/^08|^3D000|^XX000/.test(error.code ?? '') ? poolerError(error, context) : null)
  if (known !== null) return known
  const [code, hint] = adviceFor(error, context)
  return new Sqlite2pgError(code, `${prefix(context)}${serverWords(error, context)}`, hint, { cause: error })
}

function adviceFor(error: DatabaseError, context: ErrorContext): Advice {
  const state = error.code ?? ''
  if (state === '42501') return ['TARGET_PRIVILEGE', grantHint(error, context)]
  if (state === '53200' && /max_locks_per_transaction/.test(error.hint ?? '')) return LOCKS
  if (state === '54000' && /^index row /.test(error.message)) return INDEX_ROW
  if (state === '23505' && error.schema === 'pg_catalog') return MADE_TWICE
  if (/No space left on device/i.test(error.message)) return FULL
  const known = ADVICE[state]
  if (known !== undefined) return known
  if (/^08/.test(state)) return context.connected === true ? LOST : STARTING
  return [
    'TARGET_FAILED',
    error.hint ?? 'Run again with --verbose to see the statement; please report it if it is one of ours.',
  ]
}

/** `cannot drop table a: other objects depend on it (SQLSTATE 2BP01)`. */
function serverWords(error: DatabaseError, context: ErrorContext): string {
  const parts = [error.message, error.detail, error.where?.split('\n')[0]]
  const said = parts.filter(part => part !== undefined && part !== '').join('; ')
  const place = context.connected === true ? '' : `${serverName(context)}: `
  return `${place}${maskPasswords(said)} (SQLSTATE ${error.code ?? 'unknown'})`
}
