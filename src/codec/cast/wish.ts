// The text of a wish such as `epoch_ms:timestamp:truncate` in its parts: what comes first is a type or a reading, what
// follows the colons says what to do with values that would not fit as they are.

export interface CastWish {
  /** The type or the reading, in lower case with single blanks, e.g. `numeric(12,2)`. */
  readonly base: string
  /** The same as it was written. */
  readonly written: string
  /** `timestamp` instead of the `timestamptz` that a reading of instants gives. */
  readonly asTimestamp: boolean
  readonly suffixes: ReadonlySet<Suffix>
  /** Of `zone=`; `UTC` for `utc`; null where naive values are not read as instants. */
  readonly zone: string | null
}

const SUFFIXES = ['empty_null', 'invalid_null', 'strip_nul', 'replace', 'utc', 'zone', 'truncate'] as const

export type Suffix = (typeof SUFFIXES)[number]

/** How suffixes are written, for messages and documentation. */
export const SUFFIX_NAMES: readonly string[] = SUFFIXES.map(suffix =>
  suffix === 'zone' ? ':zone=NAME' : `:${suffix}`,
)

export type ParsedWish =
  | { readonly ok: true; readonly wish: CastWish }
  | { readonly ok: false; readonly because: string }

export function parseWish(text: string): ParsedWish {
  const [base = '', ...rest] = text.split(':').map(part => part.trim())
  const words = rest.filter(word => word.toLowerCase() !== 'timestamp')
  const zones = words.flatMap(word => zoneOf(word) ?? [])
  const names = words.map(word => word.toLowerCase().replace(/=.*$/s, ''))
  const unknown = names.findIndex(name => !isSuffix(name))
  if (unknown >= 0) return { ok: false, because: `no cast ends in :${words[unknown]}` }
  if (zones.length > 1) return { ok: false, because: 'a cast has one zone' }
  if (zones.length < names.filter(name => name === 'zone' || name === 'utc').length)
    return { ok: false, because: ':zone= wants a name such as :zone=Europe/Paris' }
  const wrong = zones.find(zone => !isZone(zone))
  if (wrong !== undefined) return { ok: false, because: `no time zone is called ${wrong}` }
  return {
    ok: true,
    wish: {
      base: base.toLowerCase().replace(/\s+/g, ' '),
      written: base,
      asTimestamp: words.length < rest.length,
      suffixes: new Set(names.filter(isSuffix)),
      zone: zones[0] ?? null,
    },
  }
}

function isSuffix(name: string): name is Suffix {
  return SUFFIXES.some(suffix => suffix === name)
}

function zoneOf(word: string): string | null {
  if (word.toLowerCase() === 'utc') return 'UTC'
  return /^zone=(.+)$/is.exec(word)?.[1] ?? null
}

/** Names of the time zone database, not offsets, whose sign PostgreSQL reads the other way round. */
function isZone(name: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]*$/.test(name)) return false
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name })
    return true
  } catch {
    return false
  }
}
