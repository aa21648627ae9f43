// Values on the edges of what is moved, by what a column of them is declared as.
import { randomBytes } from 'node:crypto'

export type Value = null | number | bigint | string | Buffer

/** Doubles of random bits, without NaN, which SQLite keeps as NULL. */
function randomDoubles(count: number): readonly number[] {
  const bytes = randomBytes(8 * count)
  return Array.from({ length: count }, (_, i) => bytes.readDoubleBE(8 * i)).filter(
    value => !Number.isNaN(value),
  )
}

const random = (from: number, to: number): number => from + Math.random() * (to - from)

export const DOUBLES: readonly Value[] = [
  ...[0, -0, 0.1, -0.1, 1 / 3, 5e-324, -5e-324, 2.2250738585072014e-308, 2.225073858507201e-308],
  ...[
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    1.7976931348623157e308,
    1e22,
    1e23,
    1e21,
    1e-7,
    12.1,
  ],
  ...[
    2 ** 53 - 1,
    2 ** 53,
    2 ** 53 + 2,
    2 ** 63,
    -(2 ** 63),
    123456789.12345679,
    4.35,
    100,
    1e15,
    1e16,
    1e17,
  ],
  ...[999999999999999.9, 9999999999999998, 0.30000000000000004],
  ...Array.from({ length: 200 }, () => random(1e15, 1e17)),
  ...Array.from({ length: 200 }, () => random(-1e6, 1e6)),
  ...randomDoubles(800),
  null,
]

export const FINITE_DOUBLES = DOUBLES.filter(value => value === null || Number.isFinite(value))
/** numeric knows no zero with a minus sign. */
export const DECIMALS: readonly Value[] = [
  ...DOUBLES.filter(value => !Object.is(value, -0)),
  ...[0n, 1n, -1n, 2n ** 53n + 1n, 2n ** 63n - 1n, -(2n ** 63n), 10n ** 18n, 1200n],
]

export const INTEGERS: readonly Value[] = [0n, 1n, -1n, 2n ** 53n + 1n, 2n ** 63n - 1n, -(2n ** 63n), null]

export const TIMESTAMPS: readonly Value[] = [
  ...['0001-01-01', '0001-01-01 00:00:00', '9999-12-31T23:59:59.999999', '10000-01-01', '10000-01-01 00:00'],
  ...[
    '294276-12-31 23:59:59.999999',
    '-0001-01-01',
    '-0044-03-15',
    '-0044-03-15T12:00',
    '-4712-01-01 00:00:00.5',
  ],
  ...['0000-12-31', '2024-02-29 07:08', '2024-02-29T07:08', '2024-02-29 07:08:09', '2024-02-29T07:08:00'],
  ...Array.from({ length: 9 }, (_, i) => `2024-05-06 07:08:09.${'123456000'.slice(0, i + 1)}`),
  ...Array.from({ length: 9 }, (_, i) => `2024-05-06T07:08:10.${'000000000'.slice(0, i + 1)}`),
  ...['2024-05-06 07:08:10.500000', '2024-05-06 07:08:10.100', '2024-05-06 00:00:00', '2024-10-20 10:20:00'],
  ...['2024-05-06 10:00:00.000010', '10000-05-06 10:00:10.100', '12345-05-06T10:10:00.123450', null],
].filter(value => value !== '0000-12-31')

export const NEAR_TIMESTAMPS = TIMESTAMPS.filter(
  value => value === null || /^[1-9]\d{3}-/.test(String(value)),
)

const OFFSETS = [
  'Z',
  '+00:00',
  '-00:00',
  '+0530',
  '+14:00',
  '-14:00',
  '+02',
  ' +0000 UTC',
  ' +00:00',
  '-11:30',
]
const CLOCKS = [
  '00:00',
  '23:59:59',
  '00:00:00.5',
  '12:34:56.123456',
  '12:34:56.120000',
  '12:34:56.000000',
  '10:00:00',
]
export const ZONED: readonly Value[] = [
  ...[
    '0001-01-01',
    '0001-12-31',
    '9999-12-31',
    '2024-02-29',
    '1969-12-31',
    '2000-01-01',
    '9998-12-31',
    '0002-01-01',
  ].flatMap(day => OFFSETS.flatMap(offset => CLOCKS.map(clock => `${day}T${clock}${offset}`))),
  ...['-0044-03-15 12:00:00+01:00', '10000-01-01 00:00:00Z', '-0001-01-01T00:30:00+01:00', null],
]

export const DATES: readonly Value[] = [
  ...[
    '0001-01-01',
    '9999-12-31',
    '10000-01-01',
    '-0044-03-15',
    '-0001-12-31',
    '-4712-01-01',
    '2024-02-29',
    null,
  ],
]

export const TIMES: readonly Value[] = [
  ...[
    '00:00',
    '23:59',
    '07:08:09',
    '07:08:00',
    '00:00:00',
    '23:59:59.999999',
    '10:00:00.100',
    '10:00:10.000000',
  ],
  ...['10:00:00.0', '10:20:30.123000', '10:20:30.1234560', null],
]

const IN_UNIT = (unit: bigint): readonly Value[] => [
  ...[1_000_000_000n, 1_700_000_000n, 2_147_483_647n].flatMap(s => [
    s * unit,
    s * unit + (unit > 1n ? 123n : 0n),
  ]),
  null,
]
export const EPOCHS = { s: IN_UNIT(1n), ms: IN_UNIT(1000n), us: IN_UNIT(1_000_000n) }

const LENGTHS = [1, 4095, 4096, 4097, 10_000, 1_000_000]

export const TEXTS: readonly Value[] = [
  ...[
    '',
    ' ',
    'NULL',
    ',',
    ':',
    '1:a',
    '0:',
    "a'b",
    '\\N',
    '\\.',
    '\t\r\n\b\f\v\\',
    'a|b',
    '🎈',
    'é',
    'e\u0301',
    'É',
  ],
  ...[
    '\ufeffBOM',
    '\u007f\u0080\u009f',
    '\u2028\u2029',
    '\u202e',
    'trailing ',
    '00123',
    '1e3',
    '\u0001',
    '-0.0',
  ],
  ...Array.from({ length: 31 }, (_, i) => `x${String.fromCharCode(i + 1)}y`),
  ...LENGTHS.flatMap(length => [
    'a'.repeat(length),
    'é'.repeat(Math.floor(length / 2)),
    `${'a'.repeat(length - 1)}\u0001`,
  ]),
  '漢'.repeat(1366),
  null,
]

export const NONCHARACTERS: readonly Value[] = [
  '\ufffe',
  '\uffff',
  'a\ufffeb',
  '\uffff'.repeat(2000),
  '\u{1fffe}',
  null,
]

export const BLOBS: readonly Value[] = [
  ...[Buffer.alloc(0), Buffer.from([0]), Buffer.from('abc'), Buffer.from([0xff, 0xfe]), Buffer.from(':,')],
  ...LENGTHS.map(length => randomBytes(length)),
  null,
]

const NESTED = (open: string, close: string, depth: number): string =>
  `${open.repeat(depth)}1${close.repeat(depth)}`

/** JSON of which jsonb loses nothing. */
export const JSONB: readonly string[] = [
  ...[
    'null',
    'true',
    'false',
    '""',
    '0',
    '-1',
    '1.50',
    '1e2',
    '1E+2',
    '1.5e2',
    '1.50e1',
    '1.50e-3',
    '0.0',
    '0e5',
    '0.00e1',
  ],
  ...[
    '1e400',
    '1e-400',
    '123456789012345678901234567890',
    '-123456789012345678901234567890.12345678901234567890',
    '1E-7',
  ],
  ...[
    '"\\u0041"',
    '"\\/"',
    '"\\ud83c\\udf88"',
    '"🎈"',
    '"\u007f"',
    '"\u2028\u2029"',
    '"\\b\\f\\n\\r\\t\\"\\\\"',
    '"\\u0001\\u001f"',
  ],
  ...[
    '[]',
    '{}',
    ' [ 1 , 2 ] ',
    '\n{\t"b" : 1,\r"a":2}',
    '{"":1,"a":{"bb":1,"aa":2,"c":3}}',
    '{"é":1,"zz":2,"z":3,"ee":4}',
  ],
  ...[
    '{"b":1,"a":1,"ab":1,"ba":1,"aa":1}',
    '[[],{},[{}],{"a":[]}]',
    '{"\\u0061":1,"b":2}',
    '{"__proto__":1,"constructor":2}',
  ],
  ...[
    '{"🎈":1,"\uffee":2,"aaaa":3}',
    '{"a,b":"c:d","e}":"f]"}',
    '[1,"a",null,true,false,1.0,-1.10]',
    '"\\u00e9 é e\u0301"',
  ],
  ...[NESTED('[', ']', 999), NESTED('{"a":', '}', 999), `["${'x'.repeat(5000)}"]`, `"${'é'.repeat(3000)}"`],
]

/** JSON of which it does. */
export const JSON_ONLY: readonly string[] = [
  ...[
    '-0',
    '-0.0',
    '-0e1',
    '{"a":1,"a":2}',
    '{"\\u0061":1,"a":1}',
    '"\\u0000"',
    '"\\ud800"',
    '["\\udc00x"]',
    '1e200000',
  ],
]
