// A refused privilege → the statement that grants it, for whoever may run it.
// https://www.postgresql.org/docs/current/ddl-priv.html
import type { DatabaseError } from 'pg'
import { postgresName } from '../../sql/quote.ts'
import type { ErrorContext } from './error-context.ts'

/** `GRANT USAGE, CREATE ON SCHEMA "x" TO "user";` */
export function grantOnSchema(schema: string, user: string): string {
  return `GRANT USAGE, CREATE ON SCHEMA ${postgresName(schema)} TO ${postgresName(user)};`
}

/** `GRANT CREATE ON DATABASE "x" TO "user";` */
export function grantOnDatabase(database: string, user: string): string {
  return `GRANT CREATE ON DATABASE ${postgresName(database)} TO ${postgresName(user)};`
}

/** What reads every table of a schema and the positions of its sequences. */
export function grantReading(schema: string, user: string): string {
  const [name, reader] = [postgresName(schema), postgresName(user)]
  const all = ['TABLES', 'SEQUENCES'].map(
    kind => `GRANT SELECT ON ALL ${kind} IN SCHEMA ${name} TO ${reader};`,
  )
  return `GRANT USAGE ON SCHEMA ${name} TO ${reader}; ${all.join(' ')}`
}

/** `GRANT CONNECT ON DATABASE "x" TO "user";` */
function grantConnect(database: string, user: string): string {
  return `GRANT CONNECT ON DATABASE ${postgresName(database)} TO ${postgresName(user)};`
}

const DENIED = /permission denied for (schema|database|table|relation|view|sequence) (.+)$/
const OWNER = /must be (?:the )?owner of (\w[\w ]*?) (\S+)$/

/** What to have run by the owner or an administrator after `42501 insufficient_privilege`. */
export function grantHint(error: DatabaseError, { settings, connected }: ErrorContext): string {
  const { user, database } = settings
  const [, kind, quoted = ''] = DENIED.exec(error.message) ?? []
  const name = quoted.replace(/^"(.*)"$/, '$1')
  if (kind === 'schema') return `As its owner: ${grantOnSchema(name, user)}`
  if (kind === 'database' && connected !== true) return `As its owner: ${grantConnect(name, user)}`
  if (kind === 'database') return `As its owner: ${grantOnDatabase(name, user)}`
  if (kind === 'sequence')
    return `As its owner: GRANT ALL ON SEQUENCE ${named(error, name)} TO ${postgresName(user)};`
  if (kind !== undefined)
    return `As its owner: GRANT ALL ON TABLE ${named(error, name)} TO ${postgresName(user)};`
  if (OWNER.test(error.message))
    return `Run as its owner, or: GRANT its owner's role TO ${postgresName(user)};`
  if (/row-level security/.test(error.message))
    return `A policy of row-level security stands in the way of this role, which would not see every row: run as the owner of the table (unless it has FORCE ROW LEVEL SECURITY), or as a role with BYPASSRLS. As a superuser: ALTER ROLE ${postgresName(user)} BYPASSRLS;`
  return `As an administrator: ${grantOnDatabase(database, user)}`
}

function named(error: DatabaseError, name: string): string {
  return error.schema === undefined ? postgresName(name) : postgresName(error.schema, name)
}
