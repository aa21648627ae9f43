// The texts that stand for masked values: their shape, and that no part of an odd value is ever in them.
import { createHmac } from 'node:crypto'
import { describe, expect, it, test } from 'vitest'
import { domainOf, hashAddress, hashUuid, hmacBy } from '../../../src/codec/mask/masked-text.ts'

const digits = hmacBy(Buffer.from('key'))(Buffer.from('value'))

test('a hash is HMAC-SHA-256, whatever the length of the key', () => {
  for (const bytes of [0, 1, 63, 64, 65, 300]) {
    const [key, value] = [Buffer.alloc(bytes, 7), Buffer.from('value')]
    expect(hmacBy(key)(value)).toBe(createHmac('sha256', key).update(value).digest('hex'))
  }
  expect(digits).toBe('90fbfcf15e74a36b89dbdb2a721d9aecffdfdddc5c83e27f7592594f71932481')
})

test('a UUID is one of version 8', () => {
  expect(hashUuid(digits)).toBe('90fbfcf1-5e74-836b-89db-db2a721d9aec')
})

describe('an address', () => {
  it.each<[number, string | null, string]>([
    [254, null, '90fbfcf15e74a36b89dbdb2a@example.invalid'],
    [30, null, '90fbfcf15e74a3@example.invalid'],
    [254, 'a.example', '90fbfcf15e74a36b89dbdb2a@a.example'],
    [22, 'a.example', '90fbfcf15e74@a.example'],
    [28, 'long-name.example', '90fbfcf15e74@example.invalid'],
  ])('in %i characters with the domain %s is %s', (length, domain, address) => {
    expect(hashAddress(digits, length, domain)).toBe(address)
    expect(address.length).toBeLessThanOrEqual(length)
  })
})

describe('the domain', () => {
  it.each<[string, string | null]>([
    ['jane@firm.example', 'firm.example'],
    ['Jane.Doe+tag@Mail.Firm.example', 'Mail.Firm.example'],
    ['jörg@firm.example', 'firm.example'],
    ['jane@xn--bcher-kva.example', 'xn--bcher-kva.example'],
    ['secret', null],
    ['jane@localhost', null],
    ['jane@firm@example.org', null],
    ['jane@firm.example\n', null],
    [' jane@firm.example', null],
    ['Jane <jane@firm.example>', null],
    ['mailto:jane@firm.example', null],
    ['jane@firm.example, bo@firm.example', null],
    ['jane@10.0.0.1', null],
    ['jane@-firm.example', null],
    ['jane@firm..example', null],
    ['@firm.example', null],
    ['jane\0@firm.example', null],
    [`jane@${'a'.repeat(64)}.example`, null],
    [`jane@${'abcdef.'.repeat(60)}example`, null],
  ])('of %j is %j', (text, domain) => {
    expect(domainOf(Buffer.from(text))).toBe(domain)
  })
})
