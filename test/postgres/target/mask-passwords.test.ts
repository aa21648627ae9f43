import { expect, test } from 'vitest'
import { maskPasswords } from '../../../src/postgres/target/mask-passwords.ts'

test.each([
  ['see postgres://u:s3cret@h/d now', 'see postgres://u:***@h/d now'],
  ['postgres://u:s3@cr/et?#@h/d', 'postgres://u:***@h/d'],
  ['postgres://u:s3 cret@h/d', 'postgres://u:***@h/d'],
  ["postgres://u:s3'cret@h/d", 'postgres://u:***@h/d'],
  ['mysql://u:s3cret@h/d', 'mysql://u:***@h/d'],
  ['h/d?user=u&password=s3cret&x=1', 'h/d?user=u&password=***&x=1'],
  ["host=h password = 's3 c\\'ret' user=u", "host=h password = '***' user=u"],
  ['PGPASSWORD=s3cret psql', 'PGPASSWORD=*** psql'],
])('%s is shown without its password', (text, masked) => {
  expect(maskPasswords(text)).toBe(masked)
})

test.each(['postgres://h:5432/d', 'postgres://u@h:5432/d', 'password authentication failed for user "u"'])(
  '%s holds no password and stays as it is',
  text => {
    expect(maskPasswords(text)).toBe(text)
  },
)
