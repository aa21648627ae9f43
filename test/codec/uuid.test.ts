// Three spellings of a UUID, and nothing else, however close it comes.
import { describe, expect, it } from 'vitest'
import { isUuidText } from '../../src/codec/uuid.ts'

describe('a UUID is', () => {
  it.each([
    '9ee973a5-edc8-400b-bed4-8b1cac447801',
    '9EE973A5-EDC8-400B-BED4-8B1CAC447801',
    '9ee973a5edc8400bbed48b1cac447801',
    '{9ee973a5-edc8-400b-bed4-8b1cac447801}',
    '00000000-0000-0000-0000-000000000000',
    '{9ee973a5edc8400bbed48b1cac447801}',
  ])('%s', text => {
    expect(isUuidText(text)).toBe(true)
  })
})

describe('no UUID is', () => {
  it.each([
    ...[
      '',
      '9ee973a5-edc8-400b-bed4-8b1cac44780',
      '9ee973a5-edc8-400b-bed4-8b1cac4478011',
      ' 9ee973a5edc8400bbed48b1cac447801',
    ],
    ...[
      '9ee973a5edc8400bbed48b1cac44780g',
      '9ee973a5-edc8400b-bed4-8b1cac447801',
      '{9ee973a5-edc8-400b-bed4-8b1cac447801',
    ],
    ...[
      '9ee9-73a5-edc8-400b-bed4-8b1c-ac44-7801',
      'urn:uuid:9ee973a5-edc8-400b-bed4-8b1cac447801',
      'V1StGXR8_Z5jdHi6B-myT',
    ],
    ...['9ee973a5-edc8-400b-bed4-8b1cac447801\n', '９ee973a5edc8400bbed48b1cac447801'],
  ])('“%s”', text => {
    expect(isUuidText(text)).toBe(false)
  })
})
