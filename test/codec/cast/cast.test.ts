// What a cast may say: every name that is listed is read, nothing else is, and suffixes stand where they mean something.
import { describe, expect, it } from 'vitest'
import { CAST_NAMES } from '../../../src/codec/cast/bases.ts'
import { type ReadCast, readCast } from '../../../src/codec/cast/cast.ts'

const read = (text: string): ReadCast => readCast(text, { version: 150_000, served: null })

const typesOf = (text: string): readonly string[] => {
  const found = read(text)
  return found.ok ? found.cast.candidates.map(({ type }) => type) : [found.because]
}

it.each(CAST_NAMES)('%s is a cast', name => {
  expect(read(name.replace('(n)', '(3)').replace('(p,s)', '(5,2)'))).toMatchObject({ ok: true })
})

describe('a cast gives the type', () => {
  it.each([
    ['NUMERIC( 12 , 2 )', 'numeric(12,2)'],
    ['  Double   Precision ', 'double precision'],
    ['timestamp(3)', 'timestamp(3)'],
    ['timestamp(0) without time zone', 'timestamp(0)'],
    ['timestamptz(6):utc', 'timestamptz(6)'],
    ['timestamp with time zone:zone=Asia/Kathmandu', 'timestamptz'],
    ['epoch_ms:timestamp', 'timestamp'],
    ['epoch_ms:truncate:timestamp', 'timestamp'],
    ['ticks', 'timestamptz'],
    ['yyyymmdd', 'date'],
    ['guid', 'uuid'],
    ['latin1:strip_nul', 'text'],
    ['varchar(10):empty_null', 'varchar(10)'],
    ['time(2):truncate', 'time(2)'],
  ])('%s: %s', (text, type) => {
    expect(new Set(typesOf(text))).toEqual(new Set([type]))
  })
})

describe('a cast is refused', () => {
  it.each([
    ['text:empty', 'no cast ends in :empty'],
    ['text:truncate', 'text takes no :truncate'],
    ['integer:utc', 'integer takes no :utc'],
    ['timestamp:utc', 'timestamp takes no :utc'],
    ['text:timestamp', 'text takes no :timestamp'],
    ['timestamptz:timestamp', 'timestamptz takes no :timestamp'],
    ['timestamptz:zone=Nowhere/Else', 'no time zone is called Nowhere/Else'],
    ['timestamptz:zone=+02:00', 'no cast ends in :00'],
    ['timestamptz:zone', ':zone= wants a name such as :zone=Europe/Paris'],
    ['timestamptz:utc:zone=Europe/Paris', 'a cast has one zone'],
    ['timestamp(7)', 'no cast is called timestamp(7)'],
    ['varchar(0)', 'no cast is called varchar(0)'],
    ['numeric(2,3)', 'no cast is called numeric(2,3)'],
    ['text; DROP TABLE t', 'no cast is called text; drop table t'],
    ['', 'no cast is called '],
  ])('%s: %s', (text, because) => {
    expect(read(text)).toMatchObject({ ok: false, because })
  })

  it.each(['citext', 'public.mood', 'inet[]', 'bit varying(5)', '"Mood"'])(
    '%s is left to the server',
    name => {
      expect(read(name)).toMatchObject({ ok: false, mayBeType: true })
    },
  )

  it.each(['text; DROP TABLE t', "x'y", 'a--b', '(3)', 'x::y'])('“%s” is no name of a type', name => {
    expect(read(name)).toMatchObject({ ok: false, mayBeType: false })
  })
})
