// Names that PostgreSQL takes as they are, and what becomes of those it does not.
import { describe, expect, it } from 'vitest'
import { fitColumnName, fitName, inStyle, Namespace, toSnakeCase } from '../../../src/plan/names/names.ts'

const LONG = 'a'.repeat(64)

describe('a name of up to 63 bytes is kept', () => {
  it.each([
    'user',
    'Order Details',
    '%_Change_2007',
    'a"b',
    '1st',
    'ü',
    '😀',
    'a'.repeat(63),
    'é'.repeat(31),
  ])('%s', name => {
    expect(fitName(name)).toBe(name)
  })
})

describe('a longer name is cut at a character and stays its own', () => {
  it.each([LONG, 'é'.repeat(32), `${'a'.repeat(53)}😀${'b'.repeat(20)}`, '日本語'.repeat(20)])('%s', name => {
    const fitted = fitName(name)
    expect(Buffer.byteLength(fitted)).toBeLessThanOrEqual(63)
    expect(fitted).toMatch(/_[0-9a-f]{8}$/)
    expect(name.startsWith(fitted.slice(0, -9))).toBe(true)
    expect(fitted.isWellFormed()).toBe(true)
    expect(fitName(name)).toBe(fitted)
  })

  it('so that two names with the same beginning differ', () => {
    expect(fitName(`${LONG}1`)).not.toBe(fitName(`${LONG}2`))
  })
})

describe('a column', () => {
  it.each(['ctid', 'xmin', 'xmax', 'cmin', 'cmax', 'tableoid'])('called %s gets an underscore', name => {
    expect(fitColumnName(name, 1)).toBe(`${name}_`)
  })

  it.each(['oid', 'rowid', 'CTID', 'Xmin'])('called %s keeps its name', name => {
    expect(fitColumnName(name, 1)).toBe(name)
  })

  it('without a name is called by its position', () => {
    expect(fitColumnName('', 3)).toBe('unnamed_3')
  })
})

describe('styles', () => {
  it.each([
    ['OrderItems', 'order_items'],
    ['userID', 'user_id'],
    ['HTTPServer', 'http_server'],
    ['Order Details', 'order_details'],
    ['already_snake', 'already_snake'],
    ['createdAt2', 'created_at2'],
    ['ÉtéChaud', 'été_chaud'],
  ])('%s is %s in snake', (name, snake) => {
    expect(toSnakeCase(name)).toBe(snake)
  })

  it('keep and lower do what they say', () => {
    expect(inStyle('OrderItems', 'keep')).toBe('OrderItems')
    expect(inStyle('OrderItems', 'lower')).toBe('orderitems')
  })
})

describe('a namespace', () => {
  it('hands out each name once, the same way each time', () => {
    const names = new Namespace()
    expect(names.take('t_pkey')).toBe(true)
    expect(names.take('t_pkey')).toBe(false)
    expect([names.takeFree('t_pkey'), names.takeFree('t_pkey'), names.takeFree('other')]).toEqual([
      't_pkey_1',
      't_pkey_2',
      'other',
    ])
    expect(names.has('t_pkey_2')).toBe(true)
  })

  it('keeps long names apart after cutting them', () => {
    const names = new Namespace()
    const given = [names.takeFree(LONG), names.takeFree(LONG)]
    expect(new Set(given).size).toBe(2)
    expect(given.every(name => Buffer.byteLength(name) <= 63)).toBe(true)
  })
})
