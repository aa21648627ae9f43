// The settings a session must have for its results to be ours: a role, a database or a URL may have set
// others. They are set again inside each transaction, where a pooler cannot lose them.
// https://www.postgresql.org/docs/current/runtime-config-client.html
import { postgresName, postgresString } from '../../sql/quote.ts'
import { type PostgresSql, postgres, trustPostgres } from '../../sql/text.ts'
import type { SessionSetting } from './connection-settings.ts'

interface VersionedSetting extends SessionSetting {
  readonly since?: number
}

/** `default_transaction_read_only` is not among them: a server that says it is read-only is believed. */
const SETTINGS: readonly VersionedSetting[] = [
  { name: 'TimeZone', value: 'UTC' },
  { name: 'DateStyle', value: 'ISO, YMD' },
  { name: 'IntervalStyle', value: 'postgres' },
  { name: 'client_encoding', value: 'UTF8' },
  { name: 'standard_conforming_strings', value: 'on' },
  { name: 'extra_float_digits', value: '1' },
  { name: 'bytea_output', value: 'hex' },
  { name: 'search_path', value: 'pg_catalog' },
  { name: 'quote_all_identifiers', value: 'off' },
  { name: 'row_security', value: 'off' },
  { name: 'statement_timeout', value: '0' },
  { name: 'lock_timeout', value: '0' },
  { name: 'idle_in_transaction_session_timeout', value: '0' },
  { name: 'idle_session_timeout', value: '0', since: 140_000 },
  { name: 'client_connection_check_interval', value: '1s', since: 140_000 },
  { name: 'transaction_timeout', value: '0', since: 170_000 },
]

/** Our settings for a server of this version; some platforms refuse one or the other. */
export function ownSettings(versionNumber: number): readonly SessionSetting[] {
  return SETTINGS.filter(({ since = 0 }) => versionNumber >= since)
}

export function setStatements(scope: 'SESSION' | 'LOCAL', settings: readonly SessionSetting[]): PostgresSql {
  return trustPostgres(settings.map(setting => setStatement(scope, setting)).join('; '))
}

function setStatement(scope: 'SESSION' | 'LOCAL', { name, value }: SessionSetting): PostgresSql {
  const path = postgresName(...name.split('.'))
  return postgres`SET ${trustPostgres(scope)} ${path} = ${postgresString(value)}`
}

export interface TransactionOptions {
  /** How long to wait for a lock; without it, for ever. */
  readonly lockTimeoutMs?: number
  readonly readOnly?: boolean
  readonly isolation?: 'repeatable read'
  /** The moment of another transaction, as pg_export_snapshot() names it; needs `repeatable read`. */
  readonly snapshot?: string
}

/** `BEGIN` and every setting, as one message. */
export function beginStatements(
  options: TransactionOptions,
  settings: readonly SessionSetting[],
): PostgresSql {
  const level = trustPostgres(options.isolation === 'repeatable read' ? 'REPEATABLE READ' : 'READ COMMITTED')
  const access = trustPostgres(options.readOnly === true ? ' READ ONLY' : '')
  const lock = { name: 'lock_timeout', value: `${Math.ceil(options.lockTimeoutMs ?? 0)}ms` }
  const moment =
    options.snapshot === undefined
      ? postgres``
      : postgres` SET TRANSACTION SNAPSHOT ${postgresString(options.snapshot)};`
  return postgres`BEGIN ISOLATION LEVEL ${level}${access};${moment} ${setStatements('LOCAL', [...settings, lock])}`
}
