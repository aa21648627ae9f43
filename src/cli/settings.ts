// What flags, environment and configuration file can say, in one shape. Nothing here has a default, so
// that a lower layer is only overruled by what was really written.
import type { MaskWish } from '../model/mask.ts'
import type { TableWishes } from '../model/options.ts'
import type { SampleSize } from '../model/sample.ts'
import { asciiLower } from '../sql/ascii-case.ts'

export interface Settings {
  readonly sqlitePath?: string
  readonly postgresUrl?: string
  /** A folder, or true for the usual one. */
  readonly embedded?: string | boolean
  readonly schema?: string
  readonly include?: readonly string[]
  /** Those of them that were given as --tables. */
  readonly includedTables?: readonly string[]
  readonly exclude?: readonly string[]
  readonly dryRun?: boolean
  readonly format?: 'text' | 'json' | 'sql'
  readonly out?: string
  readonly forceRecreate?: boolean
  readonly orphans?: 'keep' | 'quarantine' | 'fail'
  readonly badValues?: 'widen' | 'quarantine' | 'fail'
  readonly casts?: Readonly<Record<string, string>>
  readonly mask?: Readonly<Record<string, MaskWish>>
  /** Of the environment, or what `maskKeyFile` holds. */
  readonly maskKey?: string
  readonly maskKeyFile?: string
  readonly names?: 'keep' | 'lower' | 'snake'
  readonly proof?: 'full' | 'counts' | 'none'
  readonly strict?: boolean
  readonly jobs?: number
  readonly resume?: boolean
  /** Seconds. */
  readonly retryFor?: number
  readonly certificate?: string
  readonly limit?: number
  readonly sample?: true | SampleSize
  /** Seconds, or true for the usual delay. */
  readonly recheck?: true | number
  readonly json?: boolean
  readonly report?: string
  readonly quiet?: boolean
  readonly verbose?: boolean
  readonly noProgress?: boolean
  readonly noColor?: boolean
  readonly apply?: boolean
  readonly yes?: boolean
  readonly config?: string
  readonly tables?: Readonly<Record<string, TableWishes>>
}

/** The upper layer's word where it has one; casts are merged column by column, in whatever case they are written. */
export function mergeSettings(upper: Settings, lower: Settings): Settings {
  const overruled = new Set(Object.keys(upper.casts ?? {}).map(asciiLower))
  const kept = Object.entries(lower.casts ?? {}).filter(([column]) => !overruled.has(asciiLower(column)))
  const casts = { ...Object.fromEntries(kept), ...upper.casts }
  return { ...lower, ...upper, ...(Object.keys(casts).length > 0 && { casts }) }
}
