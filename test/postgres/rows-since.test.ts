// Rows of a table told apart by the transactions that wrote them, also where their numbers have come round.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PublishedMoment } from '../../src/model/journal.ts'
import { TargetConnection } from '../../src/postgres/connection.ts'
import { readWrittenSince } from '../../src/postgres/rows-since.ts'
import { parseTarget } from '../../src/postgres/target/parse-target.ts'
import { query, type TestDatabase, withDatabase } from '../server/database.ts'

let database: TestDatabase
let connection: TargetConnection
let moment: PublishedMoment

beforeAll(async () => {
  database = await withDatabase()
  connection = await TargetConnection.connect(parseTarget({ url: database.url }))
  await query(database.url, 'CREATE TABLE t (a int); INSERT INTO t VALUES (1), (2), (3)')
  const [now] = await query(
    database.url,
    `INSERT INTO t VALUES (4) RETURNING txid_current()::text AS id, pg_current_snapshot()::text AS snapshot`,
  )
  moment = { transactionId: BigInt(String(now?.['id'])), snapshot: String(now?.['snapshot']) }
})
afterAll(async () => {
  await connection.close()
  await database.drop()
})

const since = (at = moment, rows = 4n) => readWrittenSince(connection, 'public', 't', rows, at)

/** The same moment after the numbers have come round so many times. */
function later({ transactionId, snapshot }: PublishedMoment, turns: bigint): PublishedMoment {
  const add = (id: string): string => String(BigInt(id) + turns * 2n ** 32n)
  const [from = '', to = '', running = ''] = snapshot.split(':')
  const open = running === '' ? [] : running.split(',').map(add)
  return { transactionId: transactionId + turns * 2n ** 32n, snapshot: [add(from), add(to), open].join(':') }
}

test('rows committed before the moment, and those of its own transaction, are old', async () => {
  expect(await since()).toEqual({ table: 't', written: 0n, gone: 0n })
  expect(await since(later(moment, 3n))).toEqual({ table: 't', written: 0n, gone: 0n })
})

test('rows fewer or more than there were are told', async () => {
  expect(await since(moment, 6n)).toEqual({ table: 't', written: 0n, gone: 2n })
  expect(await since(moment, 3n)).toEqual({ table: 't', written: 1n, gone: 0n })
})

test('rows inserted, changed and deleted afterwards are counted', async () => {
  await query(
    database.url,
    'INSERT INTO t VALUES (5), (6); UPDATE t SET a = 0 WHERE a = 1; DELETE FROM t WHERE a = 2',
  )
  for (const at of [moment, later(moment, 1n), later(moment, 7n)])
    expect(await since(at)).toEqual({ table: 't', written: 3n, gone: 2n })
})
