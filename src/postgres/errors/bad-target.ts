// The errors of a target that cannot even be tried. None of them repeats what the user typed, because
// where the text cannot be read, nobody knows which part of it is the password.
import { Sqlite2pgError } from '../../model/errors.ts'

export const URL_EXAMPLE = 'postgresql://USER:PASSWORD@HOST:5432/DATABASE'

export function badTarget(message: string, hint = `Write it as ${URL_EXAMPLE}.`): Sqlite2pgError {
  return new Sqlite2pgError('BAD_TARGET_URL', message, hint)
}

export function encodeHint(part: string): string {
  return `Percent-encode the ${part}: @ is %40, : is %3A, / is %2F, ? is %3F, # is %23, % is %25.`
}

export function noTarget(): Sqlite2pgError {
  return new Sqlite2pgError(
    'NO_TARGET',
    'no PostgreSQL database is named',
    `Give --postgres-url postgresql://USER@HOST:5432/DATABASE (the password may stand in PGPASSWORD or .pgpass), set DATABASE_URL or PGHOST and PGDATABASE, or use --embedded for a server that comes with the package.`,
  )
}
