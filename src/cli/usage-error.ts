// Errors of the command line: they name the option, what was wanted and what was given. What was given may
// be a URL, so passwords in it are masked here.
import { type ErrorCode, Sqlite2pgError } from '../model/errors.ts'
import { maskPasswords } from '../postgres/target/mask-passwords.ts'

export function usageError(code: ErrorCode, message: string, hint: string): Sqlite2pgError {
  return new Sqlite2pgError(code, maskPasswords(message), maskPasswords(hint))
}

export function badValue(option: string, problem: string, hint: string): Sqlite2pgError {
  return usageError('BAD_OPTION_VALUE', `${option}: ${problem}`, hint)
}

export const SEE_HELP = '`sqlite2pg --help` lists all verbs and options.'
