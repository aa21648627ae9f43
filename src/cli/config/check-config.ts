// The configuration file against sqlite2pg.schema.json, with complaints as a person would make them: where,
// what was wanted, what was given, and the key that was probably meant.
// https://json-schema.org/draft/2020-12
import { readFileSync } from 'node:fs'
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js'
import { nearestWord } from '../../model/nearest-word.ts'
import { type Contradiction, findContradiction, findTypeGivenTwice } from '../../plan/contradictions.ts'
import { quantityText } from '../../report/quantity-text.ts'
import type { Settings } from '../settings.ts'
import { usageError } from '../usage-error.ts'

export type Config = Settings & { readonly $schema?: string }

const SCHEMA_FILE = new URL('../../../sqlite2pg.schema.json', import.meta.url)

/** Complaints shown at once. */
const SHOWN = 10

/** The parsed file as settings. Throws BAD_CONFIG that lists what is wrong. */
export function checkConfig(name: string, parsed: unknown): Config {
  const ajv = new Ajv2020({ allErrors: true, verbose: true, strict: true, allowUnionTypes: true })
  const validate = ajv.compile<Config>(JSON.parse(readFileSync(SCHEMA_FILE, 'utf8')))
  if (!validate(parsed)) throw badConfig(name, validate.errors ?? [])
  if (parsed.postgresUrl !== undefined && parsed.embedded) throw twoTargets(name)
  const contradiction = findContradiction(parsed) ?? findTypeGivenTwice(parsed)
  if (contradiction !== null) throw contradictory(name, contradiction)
  return parsed
}

function badConfig(name: string, errors: readonly ErrorObject[]) {
  const problems = [...new Set(worthTelling(errors).map(problemText))]
  const more = problems.length - SHOWN
  const list = problems.slice(0, SHOWN).join('\n') + (more > 0 ? `\nand ${more} more` : '')
  const head = problems.length === 1 ? `${name}: ` : `${name}: ${quantityText(problems.length, 'problem')}\n`
  return usageError(
    'BAD_CONFIG',
    head + list,
    'The keys are those of sqlite2pg.schema.json: put "$schema" at the top and an editor checks them.',
  )
}

/** Where the type is wrong, what else is wrong with the value follows from it. */
function worthTelling(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const mistyped = new Set(errors.filter(error => error.keyword === 'type').map(error => error.instancePath))
  return errors.filter(
    ({ keyword, instancePath }) =>
      keyword !== 'propertyNames' && (keyword === 'type' || !mistyped.has(instancePath)),
  )
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  integer: 'a whole number',
  number: 'a number',
  object: 'an object { … }',
  string: 'a text',
}

function twoTargets(name: string) {
  return usageError(
    'BAD_CONFIG',
    `${name}: postgresUrl and embedded both name a target`,
    'Leave one of them out.',
  )
}

function contradictory(name: string, { option, fact }: Contradiction) {
  return usageError('BAD_CONFIG', `${name}: ${option}: ${fact}`, 'Leave one of them out.')
}

function problemText(error: ErrorObject): string {
  const place = placeText(error.instancePath)
  if (error.keyword === 'additionalProperties') return unknownKeyText(place, error)
  if (error.keyword === 'required') return `${place}: "${error.params['missingProperty']}" is missing`
  return `${place}: ${wantedText(error)} is wanted, ${givenText(error.data)} was given`
}

function unknownKeyText(place: string, error: ErrorObject): string {
  const key = String(error.params['additionalProperty'])
  const known = Object.keys(error.parentSchema?.['properties'] ?? {})
  const near = nearestWord(key, known)
  const hint = near === null ? `the keys here are ${known.join(', ')}` : `did you mean "${near}"?`
  return `${place}: "${key}" is not known; ${hint}`
}

function wantedText(error: ErrorObject): string {
  const limit = error.params['limit']
  switch (error.keyword) {
    case 'type':
      return [error.params['type']]
        .flat()
        .map(type => TYPE_NAMES[type] ?? type)
        .join(' or ')
    case 'enum':
      return `one of ${error.params['allowedValues'].join(', ')}`
    case 'minimum':
      return `a number of at least ${limit}`
    case 'maximum':
      return `a number of at most ${limit}`
    case 'minLength':
      return 'a text that is not empty'
    case 'minItems':
      return 'a list that is not empty'
    case 'pattern':
      return error.instancePath.startsWith('/mask/')
        ? 'hash, null, email, keep-domain or { "fixed": … }'
        : 'a key of the form table.column'
    default:
      return `something that ${error.message ?? 'fits the schema'}`
  }
}

function givenText(data: unknown): string {
  const text = JSON.stringify(data) ?? 'nothing'
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}

/** `/tables/my table/touch/0` → `tables["my table"].touch[0]`. */
function placeText(pointer: string): string {
  const keys = pointer
    .split('/')
    .slice(1)
    .map(key => key.replaceAll('~1', '/').replaceAll('~0', '~'))
  if (keys.length === 0) return 'at the top'
  return keys.map((key, i) => keyText(key, i === 0)).join('')
}

function keyText(key: string, first: boolean): string {
  if (/^\d+$/.test(key)) return `[${key}]`
  if (!/^[\w-]+$/.test(key)) return `[${JSON.stringify(key)}]`
  return first ? key : `.${key}`
}
