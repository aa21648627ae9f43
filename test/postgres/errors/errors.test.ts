// Errors that a real server throws only in its worst hours come through the same door: each SQLSTATE has its
// code. What can be provoked is provoked in dial.test.ts, connection.test.ts and preflight.test.ts.
import { DatabaseError } from 'pg'
import { expect, test } from 'vitest'
import { Sqlite2pgError } from '../../../src/model/errors.ts'
import { sqlState, targetError } from '../../../src/postgres/errors/errors.ts'
import { parseTarget } from '../../../src/postgres/target/parse-target.ts'

const settings = parseTarget({ url: 'postgres://u:s3cret@h/d' })

function fromServer(
  code: string,
  message = 'it went wrong',
  more: Partial<DatabaseError> = {},
): DatabaseError {
  return Object.assign(new DatabaseError(message, message.length, 'error'), {
    code,
    severity: 'ERROR',
    ...more,
  })
}

test.each([
  ['23505', 'INTERNAL'],
  ['25006', 'TARGET_READ_ONLY'],
  ['26000', 'TARGET_POOLER'],
  ['42P05', 'TARGET_POOLER'],
  ['42501', 'TARGET_PRIVILEGE'],
  ['53100', 'TARGET_DISK_FULL'],
  ['53300', 'TARGET_REFUSED'],
  ['55P03', 'TARGET_BUSY'],
  ['40P01', 'TARGET_BUSY'],
  ['57P01', 'TARGET_LOST'],
  ['57P02', 'TARGET_LOST'],
  ['57P05', 'TARGET_LOST'],
  ['25P03', 'TARGET_LOST'],
  ['08006', 'TARGET_LOST'],
  ['57P03', 'TARGET_REFUSED'],
  ['22021', 'TARGET_ENCODING'],
  ['42P07', 'TARGET_OCCUPIED'],
  ['2BP01', 'TARGET_DEPENDENTS'],
  ['XX000', 'TARGET_FAILED'],
])('SQLSTATE %s is %s, with the words of the server', (state, code) => {
  const error = targetError(fromServer(state), { settings, connected: true, object: 'tasks' })
  expect(error.code).toBe(code)
  expect(error.message).toBe(`tasks: it went wrong (SQLSTATE ${state})`)
  expect(error.hint).not.toBe('')
  expect(sqlState(error)).toBe(state)
})

test.each([
  ['08P01', 'no such database: d', 'TARGET_NO_DATABASE'],
  ['XX000', 'Tenant or user not found', 'TARGET_NO_ROLE'],
  ['08P01', 'unsupported startup parameter: options', 'TARGET_POOLER'],
  ['57P03', 'the database system is starting up', 'TARGET_REFUSED'],
])('while connecting, %s "%s" is %s', (state, message, code) => {
  expect(targetError(fromServer(state, message), { settings }).code).toBe(code)
})

test('what we break off ourselves is INTERRUPTED, whatever the server says', () => {
  expect(targetError(fromServer('57014'), { settings, connected: true, aborted: true }).code).toBe(
    'INTERRUPTED',
  )
})

test('a cancelled statement that we did not break off is TARGET_FAILED', () => {
  const error = targetError(fromServer('57014', 'canceling statement due to statement timeout'), {
    settings,
    connected: true,
  })
  expect(error).toMatchObject({
    code: 'TARGET_FAILED',
    message: expect.stringContaining('statement timeout'),
  })
})

test('detail and place of an error are told, and its hint if we have none', () => {
  const error = targetError(
    fromServer('23P01', 'conflicting key', {
      detail: 'Key (id)=(1) exists.',
      where: 'COPY t, line 3\nmore',
      hint: 'Look.',
    }),
    { settings, connected: true, object: 't', doing: 'adding the key' },
  )
  expect(error.message).toBe(
    't (adding the key): conflicting key; Key (id)=(1) exists.; COPY t, line 3 (SQLSTATE 23P01)',
  )
  expect(error.hint).toBe('Look.')
})

test.each(['ECONNRESET', 'EPIPE', 'ETIMEDOUT'])('%s after connecting is TARGET_LOST', code => {
  const error = Object.assign(new Error(`write ${code}`), { code })
  expect(targetError(error, { settings, connected: true }).code).toBe('TARGET_LOST')
})

test('a network without a way to the host says so', () => {
  const error = Object.assign(new Error('connect ENETUNREACH'), { code: 'ENETUNREACH' })
  expect(targetError(error, { settings })).toMatchObject({
    code: 'TARGET_REFUSED',
    hint: expect.stringContaining('IPv6'),
  })
})

test('an error that names itself already passes as it is', () => {
  const error = new Sqlite2pgError('TARGET_OCCUPIED', 'taken', 'choose')
  expect(targetError(error, { settings })).toBe(error)
})

test('a password in the words of the server is masked', () => {
  const error = targetError(fromServer('XX000', 'cannot reach postgres://u:s3cret@h/d'), {
    settings,
    connected: true,
  })
  expect(error.message).toContain('postgres://u:***@h/d')
})

test.each([
  'index row requires 9016 bytes, maximum size is 8191',
  'index row size 2712 exceeds btree version 4 maximum 2704 for index "ia"',
])('a value too long for an index is told with a way round it: %s', message => {
  const error = targetError(fromServer('54000', message), { settings, connected: true, object: 'ia' })
  expect(error.hint).toMatch(/--exclude.*md5/)
})
