// A value of a JSON document with its place in it, so that whatever is wrong is told with the name of the field.
import { Sqlite2pgError } from '../../model/errors.ts'

const SHOWN_CHARACTERS = 60

export class JsonField {
  readonly value: unknown
  readonly #document: string
  readonly #path: string

  /** `document` is what the user calls it. */
  constructor(document: string, value: unknown, path = '') {
    this.#document = document
    this.value = value
    this.#path = path
  }

  get(name: string): JsonField {
    const held = this.#record()[name]
    return this.#inner(held, this.#path === '' ? name : `${this.#path}.${name}`)
  }

  has(name: string): boolean {
    return isRecord(this.value) && this.value[name] !== undefined
  }

  list(): readonly JsonField[] {
    const { value } = this
    if (!Array.isArray(value)) throw this.refused('a list')
    return value.map((each, i) => this.#inner(each, `${this.#path}[${i}]`))
  }

  names(): readonly string[] {
    return Object.keys(this.#record())
  }

  text(): string {
    if (typeof this.value === 'string') return this.value
    throw this.refused('a text')
  }

  flag(): boolean {
    if (typeof this.value === 'boolean') return this.value
    throw this.refused('true or false')
  }

  /** A number, or the digits of one that is too long for a number of JSON. */
  integer(): bigint {
    const { value } = this
    if (typeof value === 'bigint') return value
    if (typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= 2 ** 53)
      return BigInt(value)
    if (typeof value === 'string' && /^-?\d{1,40}$/.test(value)) return BigInt(value)
    throw this.refused('a whole number')
  }

  count(): bigint {
    const found = this.integer()
    if (found >= 0n) return found
    throw this.refused('a whole number of 0 or more')
  }

  hexadecimal(digits: number): string {
    const found = this.value
    if (typeof found === 'string' && found.length === digits && /^[0-9a-f]*$/.test(found)) return found
    throw this.refused(`${digits} hexadecimal digits in lower case`)
  }

  oneOf<Choice extends string>(choices: readonly Choice[]): Choice {
    const found = choices.find(choice => choice === this.value)
    if (found !== undefined) return found
    throw this.refused(`one of ${choices.join(', ')}`)
  }

  orNull<Result>(read: (field: JsonField) => Result): Result | null {
    return this.value === null ? null : read(this)
  }

  /** To be thrown: what is wanted in this place. */
  refused(wanted: string): Sqlite2pgError {
    return this.invalid(`${wanted} is wanted, ${shown(this.value)} was given`)
  }

  invalid(fact: string): Sqlite2pgError {
    const place = this.#path === '' ? '' : `${this.#path}: `
    return new Sqlite2pgError('INVALID_CERTIFICATE', `${this.#document}: ${place}${fact}`, REMEDY)
  }

  #record(): Readonly<Record<string, unknown>> {
    if (isRecord(this.value)) return this.value
    throw this.refused('an object')
  }

  #inner(value: unknown, path: string): JsonField {
    return new JsonField(this.#document, value, path)
  }
}

const REMEDY = 'Give the file as `--report FILE.json` of a run with --proof=full wrote it.'

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function shown(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  if (isRecord(value)) return 'an object'
  const text = typeof value === 'bigint' ? String(value) : JSON.stringify(value)
  return text.length <= SHOWN_CHARACTERS ? text : `${text.slice(0, SHOWN_CHARACTERS - 1)}…`
}
