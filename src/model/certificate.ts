// What a full proof has shown, kept so that a target can be proven again later without the SQLite file. Rules and names
// only, never SQL: whoever edits a certificate can make a proof fail, and can run nothing. docs/certificate.md has the
// format, field by field; fields are only ever added.
import type { DigestRule } from './digest.ts'
import type { MaskKind } from './mask.ts'
import type { TransferOptions } from './options.ts'
import type { Verb } from './report.ts'
import type { ForeignKeyAction, SourceDatabase } from './source.ts'

export interface Certificate {
  /** Of the certificate itself; whoever knows only an earlier one refuses it. */
  readonly formatVersion: 1
  readonly tool: { readonly name: 'sqlite2pg'; readonly version: string }
  /** When both sides had been compared; ISO 8601 UTC. */
  readonly madeAt: string
  readonly verb: Verb
  readonly source: CertifiedSource
  readonly target: CertifiedTarget
  /** In the order of the source's schema. */
  readonly tables: readonly CertifiedTable[]
  /** The table that holds the rows which were set aside; null where none was. */
  readonly quarantine: { readonly table: string; readonly rows: bigint } | null
  readonly accepted: Accepted
  /** SHA-256 of all the other fields; null in one that was made before there was such a digest. */
  readonly digest: string | null
}

export interface CertifiedSource {
  /** As the user named it. */
  readonly path: string
  readonly bytes: bigint
  readonly pageCount: bigint
  readonly pageSizeBytes: bigint
  readonly journalMode: string
  readonly sqliteVersion: string
  /** That of the report: changes with every commit. */
  readonly fingerprint: string
  /** SHA-256 of the CREATE statements, each closed by a line feed, ordered by type and name. */
  readonly schemaDigest: string
  /** SHA-256 of the roots of the tables. */
  readonly contentRoot: string
}

export interface CertifiedTarget {
  /** With the password masked. */
  readonly url: string
  readonly serverVersion: string
  readonly database: string
  readonly schema: string
}

export interface CertifiedTable {
  readonly source: string
  /** Its name in the target, as are all names below but those of `source`. */
  readonly target: string
  readonly rows: bigint
  /** Rows of the source that are in quarantine instead. */
  readonly rowsSetAside: bigint
  /** SHA-256 of the encoding, the columns and the digests below. */
  readonly root: string
  /** The source's: of UTF-16 the texts are digested by other means. */
  readonly encoding: SourceDatabase['encoding']
  /** Columns that tell rows apart, in the order of `columns`; empty where the whole row is its key. */
  readonly key: readonly string[]
  /** In the order in which their values stand in the text of a row. */
  readonly columns: readonly CertifiedColumn[]
  readonly partition: CertifiedPartition
  readonly keys: readonly CertifiedKey[]
  readonly indexes: readonly CertifiedIndex[]
  readonly foreignKeys: readonly CertifiedForeignKey[]
  readonly sequences: readonly CertifiedSequence[]
}

export interface CertifiedColumn {
  readonly source: string
  readonly target: string
  /** Its type at the time, for people: what decides are the digests. */
  readonly type: string
  readonly rule: DigestRule
  readonly notNull: boolean
  /** How its values were masked, for people: what was proven are the masked values. Left out where they were not. */
  readonly mask?: MaskKind
}

export type CertifiedPartition =
  /** By an integer key: from the lowest number there is to the highest, without a gap. */
  | { readonly kind: 'ranges'; readonly column: string; readonly ranges: readonly CertifiedRange[] }
  /** By the first hexadecimal digits of the digest of the key; empty ones are left out. */
  | { readonly kind: 'buckets'; readonly digits: number; readonly buckets: readonly CertifiedBucket[] }

export interface CertifiedRange {
  /** Both ends belong to it. */
  readonly from: bigint
  readonly to: bigint
  readonly rows: bigint
  /** Of the texts of its rows, in the order of the key. */
  readonly sha256: string
}

export interface CertifiedBucket {
  /** Its digits; '' where there is but one bucket. */
  readonly bucket: string
  readonly rows: bigint
  /** Two sums modulo 2^64, of the two halves of the rows' digests: 16 hexadecimal digits each. */
  readonly sum: string
}

/** A primary key or a unique constraint. */
export interface CertifiedKey {
  readonly name: string
  readonly primary: boolean
  readonly columns: readonly string[]
}

/** As PostgreSQL writes its parts; they are compared as texts and never run. */
export interface CertifiedIndex {
  readonly name: string
  readonly unique: boolean
  readonly method: string
  readonly items: readonly string[]
  readonly where: string | null
  readonly nullsNotDistinct: boolean
}

export interface CertifiedForeignKey {
  readonly name: string
  readonly columns: readonly string[]
  readonly parent: string
  readonly parentColumns: readonly string[]
  readonly onDelete: ForeignKeyAction
  readonly onUpdate: ForeignKeyAction
  readonly deferred: boolean
  readonly state: 'valid' | 'not valid'
  /** Rows without a parent that were accepted. */
  readonly orphans: bigint
}

export interface CertifiedSequence {
  readonly column: string
  /** What it had handed out at the time; null if nothing. */
  readonly lastValue: bigint | null
}

/** What was asked for, and what the run warned of. */
export interface Accepted {
  readonly options: AcceptedOptions
  readonly warnings: readonly AcceptedWarning[]
}

export interface AcceptedOptions
  extends Required<
    Pick<TransferOptions, 'orphans' | 'badValues' | 'names' | 'proof' | 'strict' | 'include' | 'exclude'>
  > {
  readonly casts: Readonly<Record<string, string>>
}

export interface AcceptedWarning {
  readonly code: string
  readonly object: string
  readonly message: string
}
