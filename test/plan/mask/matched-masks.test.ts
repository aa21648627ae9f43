// Which columns a mask of the configuration means.
import { describe, expect, it, test } from 'vitest'
import type { MaskWish } from '../../../src/model/mask.ts'
import type { SourceColumn, SourceTable } from '../../../src/model/source.ts'
import { matchMasks } from '../../../src/plan/mask/matched-masks.ts'

const column = (name: string) => ({ name }) as SourceColumn
const table = (name: string, ...columns: string[]) =>
  ({ name, columns: columns.map(column) }) as unknown as SourceTable
const TABLES = [table('users', 'id', 'email', 'backup_email'), table('Contacts', 'Email', 'a.b[c]')]

function masked(masks: Readonly<Record<string, MaskWish>>): Readonly<Record<string, MaskWish>> {
  const { find } = matchMasks(TABLES, masks)
  const named = TABLES.flatMap(({ name, columns }) =>
    columns.map(each => [`${name}.${each.name}`, find(each)] as const),
  )
  return Object.fromEntries(named.flatMap(([name, wish]) => (wish === null ? [] : [[name, wish]])))
}

describe('a name means', () => {
  it.each<[string, Readonly<Record<string, MaskWish>>, readonly string[]]>([
    ['its column, in whatever case', { 'USERS.eMail': 'hash' }, ['users.email']],
    ['a column of odd characters', { 'contacts.a.b[c]': 'hash' }, ['Contacts.a.b[c]']],
    [
      'by a glob, all that match',
      { '*email': 'hash' },
      ['users.email', 'users.backup_email', 'Contacts.Email'],
    ],
    ['by a glob of the table', { 'users.*email': 'hash' }, ['users.email', 'users.backup_email']],
  ])('%s', (_, masks, columns) => {
    expect(Object.keys(masked(masks))).toEqual(columns)
    expect(matchMasks(TABLES, masks).faults).toEqual([])
  })
})

test('an exact name goes before a glob, wherever it stands', () => {
  for (const masks of [
    { '*email': 'hash', 'users.email': 'null' },
    { 'users.email': 'null', '*email': 'hash' },
  ] as const) {
    expect(masked(masks)).toMatchObject({ 'users.email': 'null', 'Contacts.Email': 'hash' })
    expect(matchMasks(TABLES, masks).faults).toEqual([])
  }
})

test('two globs may say the same of a column, and not two things', () => {
  expect(matchMasks(TABLES, { 'users.*email': 'hash', '*email': 'hash' }).faults).toEqual([])
  expect(matchMasks(TABLES, { 'users.*email': 'hash', '*email': { fixed: 'x' } }).faults).toMatchObject([
    {
      name: '*email',
      message: expect.stringMatching(/users\.email in two ways, here and as users\.\*email/),
    },
    { name: '*email', message: expect.stringMatching(/users\.backup_email in two ways/) },
  ])
})

describe('a name that matches nothing is a fault', () => {
  it.each<[string, RegExp]>([
    ['users.emial', /Did you mean users\.email\?/],
    ['user.*', /no column of the file matches/],
    ['invoices.total', /masks a column that the file does not have/],
  ])('%s', (name, says) => {
    const [fault] = matchMasks(TABLES, { [name]: 'hash' }).faults
    expect(`${fault?.message} ${fault?.hint ?? ''}`).toMatch(says)
  })
})
