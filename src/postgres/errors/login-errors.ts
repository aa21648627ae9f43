// The server answered and did not let us in: password, role, database, pg_hba.conf.
// The server's messages are in its own language, so the source routine it names decides.
// https://www.postgresql.org/docs/current/client-authentication-problems.html

import type { DatabaseError } from 'pg'
import { type ErrorCode, Sqlite2pgError } from '../../model/errors.ts'
import { shellWord } from '../../model/shell-word.ts'
import { postgresName } from '../../sql/quote.ts'
import type { ConnectionSettings, TargetHost } from '../connect/connection-settings.ts'
import { maskPasswords } from '../target/mask-passwords.ts'
import { type ErrorContext, serverName, serverOptions } from './error-context.ts'

type Refusal = readonly [code: ErrorCode, message: string, hint: string]

/** The refusal as an error, or null if the server complains about something else. */
export function loginError(error: DatabaseError, context: ErrorContext): Sqlite2pgError | null {
  const refusal = refusalOf(error, context)
  return refusal === null ? null : new Sqlite2pgError(...refusal, { cause: error })
}

function refusalOf(error: DatabaseError, context: ErrorContext): Refusal | null {
  if (error.code === '3D000') return noDatabase(context)
  if (error.code === '28P01') return wrongPassword(context)
  if (error.code === '28000')
    return error.routine === 'InitializeSessionUserId' ? noRole(error, context) : notAllowed(error, context)
  return null
}

function noDatabase(context: ErrorContext): Refusal {
  const { user, database } = context.settings
  const command = `createdb ${serverOptions(context)} --username=${shellWord(user)} --encoding=UTF8 --template=template0 ${shellWord(database)}`
  return [
    'TARGET_NO_DATABASE',
    `${serverName(context)} has no database "${database}"`,
    `Create it: ${command}`,
  ]
}

function wrongPassword(context: ErrorContext): Refusal {
  return [
    'TARGET_AUTHENTICATION',
    `${serverName(context)} refused the password of user "${context.settings.user}" (or does not know the user)`,
    'Check user and password; in a URL, percent-encode special characters (@ is %40). PGPASSWORD or a .pgpass file can hold the password instead.',
  ]
}

function noRole(error: DatabaseError, context: ErrorContext): Refusal {
  const { user } = context.settings
  if (/not permitted to log in/.test(error.message)) return noLogin(context)
  const command = `createuser ${serverOptions(context)} --username=postgres --pwprompt ${shellWord(user)}`
  return [
    'TARGET_NO_ROLE',
    `${serverName(context)} has no role "${user}"`,
    `Name the right user in the URL, or create the role: ${command}`,
  ]
}

function noLogin(context: ErrorContext): Refusal {
  const { user } = context.settings
  return [
    'TARGET_AUTHENTICATION',
    `${serverName(context)} does not let user "${user}" in: the role may not log in`,
    `Name another user in the URL, or as an administrator: ALTER ROLE ${postgresName(user)} LOGIN;`,
  ]
}

function notAllowed(error: DatabaseError, context: ErrorContext): Refusal {
  const said = maskPasswords(error.message)
  const message = `${serverName(context)} does not let user "${context.settings.user}" in: ${said}`
  if (/no encryption|SSL off/i.test(said)) {
    return ['TARGET_TLS', message, 'Add sslmode=require to the URL, or allow the connection in pg_hba.conf.']
  }
  if (/valid client certificate|^Certificate authentication/i.test(said)) {
    return [
      'TARGET_AUTHENTICATION',
      message,
      'Give a certificate that names this user, and its key: sslcert=FILE and sslkey=FILE in the URL, or PGSSLCERT and PGSSLKEY.',
    ]
  }
  if (/^(?:Peer|Ident) authentication/i.test(said)) {
    return [
      'TARGET_AUTHENTICATION',
      message,
      'Through the socket you must be the system user of that name: run as that user, or use host=localhost with a password.',
    ]
  }
  return [
    'TARGET_AUTHENTICATION',
    message,
    'Allow user, database and address in pg_hba.conf of the server, then reload it; managed servers call this an IP allow list.',
  ]
}

/** The server wants a password and none was given. */
export function noPassword(settings: ConnectionSettings, host: TargetHost): Sqlite2pgError {
  const fileRemark = settings.remarks.find(remark => remark.includes('password file'))
  return new Sqlite2pgError(
    'TARGET_AUTHENTICATION',
    `${serverName({ settings, host })} wants a password for user "${settings.user}" and none was given`,
    `Put it in the URL (user:password@host), in PGPASSWORD or in a .pgpass file.${fileRemark === undefined ? '' : ` Note: ${fileRemark}.`}`,
  )
}
