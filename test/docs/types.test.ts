// docs/types.md shows the table by which types are chosen and every type a cast may name: neither may drift.
import { expect, test } from 'vitest'
import { CAST_NAMES } from '../../src/codec/cast/bases.ts'
import { SUFFIX_NAMES } from '../../src/codec/cast/wish.ts'
import { codeSpans, readPage, section } from './pages.ts'
import { GENERATED, typeTable } from './type-table.ts'

test('the type table in docs/types.md is the one the program goes by: npm run docs:types writes it', () => {
  expect(GENERATED.exec(readPage('docs/types.md').text)?.[0]).toBe(typeTable())
})

test('docs/types.md lists every type, reading and suffix that --cast takes, and no other', () => {
  const listed = codeSpans(section(readPage('docs/types.md'), 'What --cast takes'))
  const isExample = (text: string): boolean => /^--|^sqlite2pg\b|^[^:]*[A-Z]/.test(text)
  const names = listed.map(text => text.replace(/=.*/, '=NAME')).filter(text => !isExample(text))
  expect([...new Set(names)].sort()).toEqual([...CAST_NAMES, ...SUFFIX_NAMES, ':timestamp'].sort())
})
