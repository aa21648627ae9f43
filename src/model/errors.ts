// Every way a run can end badly. A driver's error becomes one of these at the door it came through,
// so that each message names the object and the fact, and each hint says what to do next.

/** What kind of ending an error is; it alone decides the exit code. */
export type ErrorKind = 'internal' | 'usage' | 'source' | 'target' | 'decision' | 'difference' | 'interrupted'

/** Exit codes of the command line, by kind of error. */
export const EXIT_CODES = {
  internal: 1,
  usage: 2,
  source: 3,
  target: 4,
  decision: 5,
  difference: 6,
  interrupted: 130,
} as const satisfies Record<ErrorKind, number>

/** Stable error codes: each has a line in docs/errors.md, and a test says so. */
export const ERROR_CODES = {
  INTERNAL: 'internal',
  UNKNOWN_OPTION: 'usage',
  UNKNOWN_VERB: 'usage',
  BAD_OPTION_VALUE: 'usage',
  NO_TARGET: 'usage',
  BAD_TARGET_URL: 'usage',
  BAD_CONFIG: 'usage',
  OUTPUT_NOT_WRITABLE: 'usage',
  INVALID_CERTIFICATE: 'usage',
  CONFIRMATION_REQUIRED: 'usage',
  SOURCE_MISSING: 'source',
  SOURCE_NOT_A_FILE: 'source',
  SOURCE_NOT_READABLE: 'source',
  SOURCE_NOT_SQLITE: 'source',
  SOURCE_IS_SQL_TEXT: 'source',
  SOURCE_CORRUPT: 'source',
  SOURCE_LOCKED: 'source',
  SOURCE_EMPTY: 'source',
  SOURCE_CHANGED: 'source',
  TARGET_REFUSED: 'target',
  TARGET_HOST_UNKNOWN: 'target',
  TARGET_TIMEOUT: 'target',
  TARGET_AUTHENTICATION: 'target',
  TARGET_NO_ROLE: 'target',
  TARGET_NO_DATABASE: 'target',
  TARGET_NO_SCHEMA: 'target',
  TARGET_TLS: 'target',
  TARGET_PRIVILEGE: 'target',
  TARGET_ENCODING: 'target',
  TARGET_VERSION: 'target',
  TARGET_READ_ONLY: 'target',
  TARGET_POOLER: 'target',
  TARGET_OCCUPIED: 'target',
  TARGET_DEPENDENTS: 'target',
  TARGET_PRODUCTION: 'target',
  NOTHING_TO_ROLL_BACK: 'target',
  TARGET_BUSY: 'target',
  TARGET_LOST: 'target',
  TARGET_DISK_FULL: 'target',
  TARGET_FAILED: 'target',
  EMBEDDED_UNAVAILABLE: 'target',
  EMBEDDED_FAILED: 'target',
  DECISION_NEEDED: 'decision',
  STRICT_WARNINGS: 'decision',
  NOT_RESUMABLE: 'decision',
  ROWS_WRITTEN_SINCE: 'decision',
  DIFFERENT: 'difference',
  INTERRUPTED: 'interrupted',
} as const satisfies Record<string, ErrorKind>

export type ErrorCode = keyof typeof ERROR_CODES

/** An ending that a person can act on: `message` names object and fact, `hint` the next step. */
export class Sqlite2pgError extends Error {
  override readonly name = 'Sqlite2pgError'
  readonly code: ErrorCode
  readonly hint: string

  constructor(code: ErrorCode, message: string, hint: string, options?: { cause?: unknown }) {
    super(message, options)
    this.code = code
    this.hint = hint
  }

  get kind(): ErrorKind {
    return ERROR_CODES[this.code]
  }

  get exitCode(): number {
    return EXIT_CODES[this.kind]
  }
}

/** Anything thrown, as a Sqlite2pgError: what is not one already is a fault of ours. */
export function asSqlite2pgError(thrown: unknown): Sqlite2pgError {
  if (thrown instanceof Sqlite2pgError) return thrown
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  return new Sqlite2pgError(
    'INTERNAL',
    `unexpected: ${message}`,
    'This is a fault in sqlite2pg. Run again with --verbose and report what it prints.',
    { cause: thrown },
  )
}
