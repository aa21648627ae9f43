// Errors across threads: a copied Error loses its class and fields, so it travels as a record.
import { Sqlite2pgError } from '../model/errors.ts'
import type { Failure } from './messages.ts'

export function toFailure(thrown: unknown): Failure {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown))
  const cause = error.cause instanceof Error ? error.cause : null
  return {
    code: error instanceof Sqlite2pgError ? error.code : null,
    message: error.message,
    hint: error instanceof Sqlite2pgError ? error.hint : '',
    stack: error.stack ?? '',
    cause: cause?.message ?? '',
    causeCode: cause !== null && 'code' in cause ? String(cause.code) : '',
  }
}

export function fromFailure({ code, message, hint, stack, cause, causeCode }: Failure): Error {
  const original = cause === '' ? undefined : Object.assign(new Error(cause), { code: causeCode })
  const error =
    code === null
      ? new Error(message, { cause: original })
      : new Sqlite2pgError(code, message, hint, { cause: original })
  error.stack = stack
  return error
}
