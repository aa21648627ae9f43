import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { LONGEST_KEY_BYTES, storedBytes } from '../../src/codec/stored-bytes.ts'

const letters = Buffer.from('x'.repeat(9000))

describe('the bytes of a value in a btree', () => {
  it('are few where the server compresses it', () => {
    expect(storedBytes(letters, true)).toBeLessThan(200)
  })

  it('are too many in a value of 300,000 bytes, however well it is compressed', () => {
    expect(storedBytes(Buffer.alloc(300_000, 'x'), true)).toBeGreaterThan(LONGEST_KEY_BYTES)
  })

  it('are all of them where nothing is known of the server’s compression', () => {
    expect(storedBytes(letters, false)).toBeGreaterThan(9000)
  })

  it('are all of them where it cannot be compressed, or is too short for that', () => {
    expect(storedBytes(randomBytes(3000), true)).toBeGreaterThan(LONGEST_KEY_BYTES)
    expect(storedBytes(Buffer.from('x'.repeat(500)), true)).toBeGreaterThan(500)
  })
})
