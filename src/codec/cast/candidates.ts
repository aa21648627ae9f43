// Types as a cast takes them: a user who names a type means every value that it holds exactly, in whatever storage
// class or spelling it comes.
import type { ColumnCensus } from '../../model/census.ts'
import { sqliteString } from '../../sql/quote.ts'
import { postgres, sqlite } from '../../sql/text.ts'
import { isUtf8Blob, textOrBlobText } from '../blob-text.ts'
import { boolean } from '../boolean.ts'
import { bytesOf } from '../bytea.ts'
import { type Candidate, exampleOf, shareOf, valueCount } from '../codec.ts'
import { cutDecimal, decimalOf, isSameDecimal, writeDecimal } from '../exact-decimal.ts'
import { writtenIntegers } from '../following.ts'
import type { Interest } from '../interest.ts'
import { isCleanText } from '../judged.ts'
import { fitsDecimal, numeric, numericOf, numericOfTexts } from '../numeric.ts'
import { doublePrecision, provenDigits } from '../real.ts'
import { pureText, sentEscaped, sentText, text } from '../text.ts'
import { uuid } from '../uuid.ts'
import { objectToOthers } from './moments.ts'
import type { TextEncodingName } from './texts.ts'
import { asDouble, asInteger, digitsOfUuid, provenDouble, provenUuid } from './values.ts'

/** `text` of everything that is text: numbers as SQLite prints them, blobs that are UTF-8. */
export const anyText: Candidate = {
  ...text,
  reading: {
    ...text.reading,
    name: 'text of any value',
    ...sentText(textOrBlobText),
    proof: (column, target) => text.reading.proof(textOrBlobText(column), target),
    digest: (column, census) => text.reading.digest(textOrBlobText(column), census),
  },
  objection: objectToOthers,
  accepts: column =>
    sqlite`CASE typeof(${column}) WHEN 'blob' THEN ${isUtf8Blob(column)} ELSE ${isCleanText(column)} END`,
}

export function anyVarchar(length: number): Candidate {
  return {
    ...anyText,
    type: `varchar(${length})`,
    accepts: column =>
      // SQLite's own text of -0.0 is shorter than what is sent.
      sqlite`(${anyText.accepts(column)} AND length(${provenDigits(textOrBlobText(column))}) <= ${length})`,
  }
}

/** Every word for truth, in whatever pairs. */
export const anyBoolean: Candidate = {
  ...boolean,
  objection: census => {
    const others = valueCount(census) - Object.values(census.shapes).reduce((sum, count) => sum + count, 0n)
    return others === 0n
      ? null
      : `${shareOf(census, others, 'is no truth value', 'are no truth values')}${exampleOf(census)}`
  },
}

/** Integers, texts of integers and reals without a fraction, in one size. */
export function anyInteger(size: Candidate): Candidate {
  return {
    ...size,
    reading: writtenIntegers,
    objection: census => objectToRest(census, 'is no', 'are no', size.type),
    accepts: column => size.accepts(asInteger(column)),
  }
}

/** Doubles, and texts with the digits of one. */
export const anyDouble: Candidate = {
  ...doublePrecision,
  reading: {
    ...doublePrecision.reading,
    name: 'doubles of numbers and texts',
    injective: false,
    copy: (column, census) => doublePrecision.reading.copy(asDouble(column), census),
    proof: (column, target) => ({
      ...doublePrecision.reading.proof(provenDouble(column), target),
      order: 'none',
    }),
    digest: (column, census) => doublePrecision.reading.digest(provenDouble(column), census),
  },
  objection: census => objectToRest(census, 'is no', 'are no', 'double precision'),
  accepts: column => doublePrecision.accepts(asDouble(column)),
}

/** The values that the census did not find to be as asked. */
function objectToRest(census: ColumnCensus, one: string, many: string, type: string): string | null {
  const others = valueCount(census) - (census.shapes['as asked'] ?? 0n)
  return others === 0n
    ? null
    : `${shareOf(census, others, `${one} ${type}`, `${many} ${type}`)}${exampleOf(census)}`
}

export interface DecimalFit {
  readonly precision: number
  readonly scale: number
}

/** `numeric` and `numeric(p,s)`: of numbers, then of numbers and texts that are plain numbers. */
export function castDecimal(fit: DecimalFit | null, serverVersion: number): readonly Candidate[] {
  const plain = fit === null ? numeric(serverVersion) : numericOf(fit.precision, fit.scale)
  const spec = fit === null ? sqlite`''` : sqlite`'${fit.precision}|${fit.scale}'`
  const mixed: Candidate = {
    ...numericOfTexts(serverVersion),
    type: plain.type,
    objection: census => objectToNumbers(census, plain),
    accepts: column =>
      sqlite`CASE typeof(${column}) WHEN 'text' THEN sqlite2pg_is_decimal(${spec}, ${column}) ELSE ${plain.accepts(column)} END`,
  }
  return [plain, mixed]
}

/** The objections of numbers alone, and texts that are no fitting number. */
function objectToNumbers(census: ColumnCensus, plain: Candidate): string | null {
  const others = census.texts.count - (census.shapes['as asked'] ?? 0n)
  if (others > 0n)
    return (
      shareOf(census, others, 'is text and no such number', 'are text and no such number') +
      exampleOf(census, ['text'])
    )
  const none = { ...census.texts, count: 0n }
  const shapes = { ...census.shapes, 'as asked': 0n }
  return plain.objection({ ...census, texts: none, shapes })
}

export function castDecimalInterest(fit: DecimalFit | null): Interest {
  const spec = fit === null ? '' : `${fit.precision}|${fit.scale}`
  return {
    name: `cast to numeric ${spec}`,
    usual: {
      shape: 'decimal',
      test: column =>
        fit === null
          ? sqlite`(typeof(${column}) IN ('integer', 'real'))`
          : fitsDecimal(column, fit.precision, fit.scale),
      implies: null,
    },
    otherwise: column =>
      sqlite`CASE WHEN typeof(${column}) = 'text' AND sqlite2pg_is_decimal(${sqliteString(spec)}, ${column}) THEN 'as asked' END`,
  }
}

/** True for a text that is a plain number, and one of `precision|scale` where that is given. */
export function isDecimalText(spec: string, text: string): boolean {
  const decimal = decimalOf(text)
  if (decimal === null || (decimal.digits === 0n && text.startsWith('-'))) return false
  const [precision, scale] = spec.split('|').map(Number)
  if (spec === '' || precision === undefined || scale === undefined) return true
  const kept = cutDecimal(decimal, scale)
  const whole = writeDecimal(kept)
    .replace(/^-|\..*$/g, '')
    .replace(/^0$/, '')
  return isSameDecimal(decimal, kept) && whole.length <= precision - scale
}

/** `uuid` of texts and of sixteen bytes, by their digits in both databases. */
export function castUuid(isTurned: boolean): Candidate {
  return {
    ...uuid,
    reading: {
      ...uuid.reading,
      name: isTurned ? 'GUID' : 'UUID as text or bytes',
      proof: (column, target) => ({
        sqlite: provenUuid(column, isTurned),
        postgres: digitsOfUuid(target, isTurned),
        order: 'text',
      }),
      digest: column => ({
        rule: isTurned ? 'guid' : 'uuid',
        sqlite: sqlite`lower(${provenUuid(column, isTurned)})`,
      }),
    },
  }
}

/** What PostgreSQL's own conversion gives back must be the bytes of the file; it has none for CESU-8. */
export function encodedText(encoding: TextEncodingName): Candidate {
  const names = { latin1: postgres`'LATIN1'`, cp1252: postgres`'WIN1252'` }
  return {
    ...pureText,
    reading: {
      ...pureText.reading,
      name: `bytes of ${encoding}`,
      ...sentEscaped(),
      proof: (column, target) =>
        encoding === 'cesu8'
          ? {
              sqlite: sqlite`sqlite2pg_cesu8(${bytesOf(column)}, 0)`,
              postgres: postgres`${target}::text`,
              order: 'none',
            }
          : {
              sqlite: sqlite`CASE WHEN ${column} IS NOT NULL THEN hex(${bytesOf(column)}) END`,
              postgres: postgres`upper(encode(convert_to(${target}::text, ${names[encoding]}), 'hex'))`,
              order: 'none',
            },
      digest: column => ({
        rule: 'text',
        sqlite: sqlite`CAST(sqlite2pg_proven_text(${sqliteString(`${encoding}|`)} || hex('A'), ${bytesOf(column)}) AS TEXT)`,
      }),
    },
  }
}
