// target_session_attrs: which of several servers is wanted, the one that writes or one that only reads.
// https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNECT-TARGET-SESSION-ATTRS
import { Sqlite2pgError } from '../../model/errors.ts'
import type { ConnectionSettings, SessionAttributes } from './connection-settings.ts'
import type { WireClient } from './wire-client.ts'

type Wanted = Exclude<SessionAttributes, 'prefer-standby'>

/** What to look for in each round over the hosts. */
export function attributePasses(attributes: SessionAttributes): readonly Wanted[] {
  return attributes === 'prefer-standby' ? ['standby', 'any'] : [attributes]
}

/** Whether the server behind an open connection is of the wanted kind. */
export async function hasAttributes(client: WireClient, wanted: Wanted): Promise<boolean> {
  if (wanted === 'any') return true
  const result = await client.query<{ standby: boolean; read_only: boolean }>(
    `SELECT pg_catalog.pg_is_in_recovery() AS standby,
            pg_catalog.current_setting('transaction_read_only')::bool AS read_only`,
  )
  const { standby, read_only: readOnly } = result.rows[0] ?? { standby: false, read_only: false }
  if (wanted === 'primary') return !standby
  if (wanted === 'standby') return standby
  return readOnly === (wanted === 'read-only')
}

/** None of the servers was of the wanted kind. */
export function unfitServer({ sessionAttributes, maskedUrl }: ConnectionSettings): Sqlite2pgError {
  const writes = sessionAttributes === 'read-write' || sessionAttributes === 'primary'
  return new Sqlite2pgError(
    writes ? 'TARGET_READ_ONLY' : 'TARGET_FAILED',
    `no server of ${maskedUrl} is ${sessionAttributes} as target_session_attrs asks`,
    'Name the right host, or leave target_session_attrs out.',
  )
}
