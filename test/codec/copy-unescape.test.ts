// A text that was written for COPY reads back as it was, whatever is in it.
import { describe, expect, it } from 'vitest'
import { escapeCopyText } from '../../src/codec/copy-escape.ts'
import { unescapeCopyText } from '../../src/codec/copy-unescape.ts'

describe('a text in COPY format', () => {
  it.each([
    '',
    '\\',
    '\\N',
    '\\\\x41',
    'a\tb\nc\rd',
    '\ufffe\uffff é \u{1F600}',
    '\\xEF\\xBF\\xBE',
    '\u0000\u0001',
  ])('reads back as %j', text => expect(unescapeCopyText(escapeCopyText(text))).toBe(text))

  it('that is \\N is NULL, and one that was escaped is not', () => {
    expect(unescapeCopyText('\\N')).toBeNull()
    expect(unescapeCopyText('\\\\N')).toBe('\\N')
  })

  it('may hold any byte of UTF-8 as hexadecimal digits', () => {
    expect(unescapeCopyText('a\\xC3\\xA9\\x7az')).toBe('aézz')
  })
})
