// Can a run work here? Judges the facts before anything is changed, so that what must fail fails at once,
// with the statement or setting that mends it.
import { type ErrorCode, Sqlite2pgError } from '../model/errors.ts'
import { postgresName } from '../sql/quote.ts'
import { directUrlHint } from './errors/pooler-errors.ts'
import { grantOnDatabase, grantOnSchema } from './errors/privilege-hint.ts'
import { notPostgres, type ServerFacts } from './server-facts.ts'

export { inspectServer, type ServerFacts } from './server-facts.ts'

/** What a run will do to the server. */
export interface ServerNeeds {
  /** False if the run only reads. */
  readonly writes: boolean
  /** A schema of its own for the run, or the target schema if that does not exist. */
  readonly createSchemas?: boolean
  readonly createInSchema?: boolean
  /** Locks that one transaction of the run takes. */
  readonly locks?: number
  readonly diskBytes?: bigint
}

type Obstacle = readonly [code: ErrorCode, message: string, hint: string]

const OLDEST_VERSION = 130_000

/** Throws the first thing that makes the run impossible. */
export function requireUsable(facts: ServerFacts, needs: ServerNeeds): void {
  const [first] = obstacles(facts, needs)
  if (first !== undefined) throw first
}

/** Everything that makes the run impossible, the most basic first; `doctor` shows them all. */
export function obstacles(facts: ServerFacts, needs: ServerNeeds): readonly Sqlite2pgError[] {
  if (facts.product !== 'PostgreSQL') return [notPostgres(facts.product, facts.version)]
  const found: readonly (Obstacle | null)[] = [
    oldVersion(facts),
    wrongEncoding(facts),
    readOnly(facts, needs),
    wrongPooler(facts),
    noSchemaPrivilege(facts, needs),
    noDatabasePrivilege(facts, needs),
    tooManyLocks(facts, needs),
    noRoom(facts, needs),
  ]
  return found.filter(obstacle => obstacle !== null).map(obstacle => new Sqlite2pgError(...obstacle))
}

function oldVersion({ versionNumber, version }: ServerFacts): Obstacle | null {
  if (versionNumber >= OLDEST_VERSION) return null
  return [
    'TARGET_VERSION',
    `the server is PostgreSQL ${version}; 13 or later is needed`,
    'Upgrade the server, or name another one.',
  ]
}

function wrongEncoding({ encoding, database, currentUser }: ServerFacts): Obstacle | null {
  if (encoding === 'UTF8') return null
  return [
    'TARGET_ENCODING',
    `database "${database}" stores text as ${encoding}, which cannot hold every character of SQLite's UTF-8`,
    `Create one that can: createdb --encoding=UTF8 --template=template0 --owner=${currentUser} NEWNAME`,
  ]
}

function readOnly(facts: ServerFacts, { writes }: ServerNeeds): Obstacle | null {
  if (!writes) return null
  if (facts.standby) {
    return [
      'TARGET_READ_ONLY',
      `${facts.maskedUrl} is a standby`,
      'Name the primary; with several hosts in the URL, target_session_attrs=read-write finds it.',
    ]
  }
  if (!facts.readOnly) return null
  return [
    'TARGET_READ_ONLY',
    `transactions in database "${facts.database}" are read-only`,
    `Switch default_transaction_read_only off (ALTER ROLE or ALTER DATABASE ${postgresName(facts.database)} RESET default_transaction_read_only). Some providers switch it on when the disk is full.`,
  ]
}

function wrongPooler({ pooler, maskedUrl }: ServerFacts): Obstacle | null {
  if (pooler !== 'transaction mode') return null
  return [
    'TARGET_POOLER',
    `a pooler in transaction mode stands between us and the server of ${maskedUrl}`,
    directUrlHint(maskedUrl),
  ]
}

function noSchemaPrivilege(facts: ServerFacts, { createInSchema }: ServerNeeds): Obstacle | null {
  if (createInSchema !== true || !facts.schemaExists || facts.canCreateInSchema) return null
  return [
    'TARGET_PRIVILEGE',
    `user "${facts.currentUser}" may not create tables in schema "${facts.schema}"`,
    `As its owner: ${grantOnSchema(facts.schema, facts.currentUser)} Or give another --schema.`,
  ]
}

function noDatabasePrivilege(
  facts: ServerFacts,
  { createSchemas, createInSchema }: ServerNeeds,
): Obstacle | null {
  const needed = createSchemas === true || (createInSchema === true && !facts.schemaExists)
  if (!needed || facts.canCreateSchemas) return null
  return [
    'TARGET_PRIVILEGE',
    `user "${facts.currentUser}" may not create schemas in database "${facts.database}"`,
    `As its owner: ${grantOnDatabase(facts.database, facts.currentUser)}`,
  ]
}

function tooManyLocks({ maxLocks }: ServerFacts, { locks = 0 }: ServerNeeds): Obstacle | null {
  if (BigInt(locks) <= maxLocks) return null
  return [
    'TARGET_FAILED',
    `publishing takes ${locks} locks at once and the server has room for ${maxLocks}`,
    "Raise max_locks_per_transaction in the server's configuration and restart it, or take fewer tables at once with --include.",
  ]
}

function noRoom({ freeDiskBytes }: ServerFacts, { diskBytes = 0n }: ServerNeeds): Obstacle | null {
  if (freeDiskBytes === null || diskBytes <= freeDiskBytes) return null
  return [
    'TARGET_DISK_FULL',
    `the copy needs about ${diskBytes} bytes and the server's disk has ${freeDiskBytes} left`,
    'Free some space on the server, or take fewer tables at once with --include.',
  ]
}
