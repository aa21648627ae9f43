// Texts and bytes that COPY, encodings and decoders stumble over, moved whole and compared cell by cell.
import { describe, expect, it } from 'vitest'
import { sourceFile } from '../run/workplace.ts'
import { query } from '../server/database.ts'
import { column, Moves } from './moved.ts'

const moves = await Moves.open()

const TEXTS = [
  ...[
    '',
    ' ',
    '\t',
    '\n',
    '\r',
    '\r\n',
    '\\',
    '\\N',
    '\\.',
    '\\\\',
    '\\t',
    'a\tb\nc\rd\\e',
    "it's",
    '"',
    '`',
  ],
  ...[
    'null',
    'NULL',
    '👩‍👩‍👧‍👦',
    'e\u0301',
    'é',
    '\u202e',
    '\ufeff',
    '\ufffd',
    '\uffff',
    '\u{10ffff}',
    ' x ',
    null,
  ],
]

/** Latin 1, a cut sequence, a surrogate, an overlong slash, beyond U+10FFFF, a lone continuation. */
const INVALID = ['e9', '61e282', 'eda080', 'c0af', 'f4908080', '80']

describe('text and bytes arrive as they are', () => {
  it('texts that COPY would take for something else', async () => {
    const types = await moves.exactly(
      column(TEXTS, 'TEXT', 'VARCHAR(40)', '', 'CHAR(20)', 'JSON', 'DATETIME'),
    )
    expect(types).toEqual({
      ...{ c0: 'text', c1: 'character varying', c2: 'text', c3: 'character varying', c4: 'text', c5: 'text' },
    })
  })

  it('blobs with every byte, empty ones and NULL', async () => {
    const all = Buffer.from(Array.from({ length: 256 }, (_, i) => i))
    const blobs = [all, Buffer.alloc(0), Buffer.from([0]), Buffer.from('\\x00'), Buffer.from('\\N'), null]
    expect(await moves.exactly(column(blobs, 'BLOB', ''))).toEqual({ c0: 'bytea', c1: 'bytea' })
  })

  it('text and numbers among blobs become their bytes', async () => {
    const values = [Buffer.from([0xff]), 'naïve', '', 7n, -1.5, null, Buffer.alloc(0)]
    expect(await moves.exactly(column(values, 'BLOB', 'TEXT', ''))).toEqual({
      c0: 'bytea',
      c1: 'bytea',
      c2: 'bytea',
    })
  })

  it('text with a NUL makes its column bytea and no other', async () => {
    const types = await moves.exactly(source => {
      source.exec('CREATE TABLE t (a TEXT, b TEXT)')
      source.prepare('INSERT INTO t VALUES (?, ?), (?, ?)').run('a\0b', 'ab', '\0', '')
    })
    expect(types).toEqual({ a: 'bytea', b: 'text' })
  })

  it('text that is not UTF-8 becomes its bytes', async () => {
    const schema = await moves.move(
      sourceFile(
        INVALID.map(
          (hex, i) => `CREATE TABLE t${i} (a TEXT, b TEXT);
            INSERT INTO t${i} VALUES (CAST(x'${hex}' AS TEXT), 'é'), ('ok', 'ü');`,
        ).join('\n'),
      ),
    )
    for (const [i, hex] of INVALID.entries()) {
      const rows = await query(
        moves.url,
        `SELECT encode(a, 'hex') AS a, b FROM ${schema}.t${i} ORDER BY b COLLATE "C"`,
      )
      expect(rows).toEqual([
        { a: hex, b: 'é' },
        { a: '6f6b', b: 'ü' },
      ])
    }
  })

  it.each(['UTF-16le', 'UTF-16be'])('a %s database', async encoding => {
    const types = await moves.exactly(source => {
      source.pragma(`encoding = '${encoding}'`)
      source.exec(
        'CREATE TABLE "täble" (id INTEGER PRIMARY KEY, "nämé 😀" TEXT, b BLOB, n REAL, w VARCHAR(9), d DATETIME, j JSON, u UUID)',
      )
      const insert = source.prepare('INSERT INTO "täble" VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
      for (const [i, text] of TEXTS.entries())
        insert.run(i + 1, text, Buffer.from(text ?? ''), i / 3, 'né', '2024-05-06 07:08:09', '{"ä": 1}', null)
    })
    expect(types).toEqual({
      ...{ 'täble.id': 'bigint', 'täble.nämé 😀': 'text', 'täble.b': 'bytea', 'täble.n': 'double precision' },
      ...{ 'täble.w': 'character varying', 'täble.j': 'json', 'täble.u': 'uuid' },
      'täble.d': 'timestamp without time zone',
    })
  })

  it('text that becomes bytea in a UTF-16 database is its UTF-8 bytes', async () => {
    const types = await moves.exactly(source => {
      source.pragma("encoding = 'UTF-16le'")
      column(['naïve', 'a\0b', '😀', Buffer.from([1, 2]), 5n, null], 'TEXT', 'BLOB')(source)
    })
    expect(types).toEqual({ c0: 'bytea', c1: 'bytea' })
  })

  it('half a character in a UTF-16 database makes its column bytea, and every other text of it UTF-8 bytes', async () => {
    const schema = await moves.move(
      sourceFile(source => {
        source.pragma("encoding = 'UTF-16be'")
        source.exec(
          `CREATE TABLE t (a TEXT, b TEXT); INSERT INTO t VALUES (CAST(x'0061d83d' AS TEXT), 'é'), ('ü', 'ü')`,
        )
      }),
    )
    expect(
      await query(moves.url, `SELECT encode(a, 'hex') AS a, b FROM ${schema}.t ORDER BY b COLLATE "C"`),
    ).toEqual([
      { a: '61eda0bd', b: 'é' },
      { a: 'c3bc', b: 'ü' },
    ])
  })

  it('a 30 MB text and a 20 MB blob', async () => {
    const text = 'línea\tcon \\ y\n'.repeat(2_000_000)
    const blob = Buffer.alloc(20_000_000, 'blob\0\xff', 'latin1')
    const path = sourceFile(source => {
      source.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b BLOB)')
      source
        .prepare('INSERT INTO t VALUES (1, ?, NULL), (2, NULL, ?), (3, ?, ?)')
        .run(text, blob, 'a', Buffer.alloc(1))
    })
    const schema = await moves.move(path)
    const rows = await query(
      moves.url,
      `SELECT md5(a) = md5($1) AS text, md5(b) = md5($2::bytea) AS blob FROM ${schema}.t ORDER BY id`,
      [text, blob],
    )
    expect(rows.slice(0, 2)).toEqual([
      { text: true, blob: null },
      { text: null, blob: true },
    ])
  })
})
