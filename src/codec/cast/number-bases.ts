// Casts to integers and decimals, and how `:truncate` cuts the digits below their scale.
import { sqlite } from '../../sql/text.ts'
import type { Candidate } from '../codec.ts'
import { fitsDecimal, isPrecision } from '../numeric.ts'
import { type CastBase, PLAIN } from './base.ts'
import { anyInteger, castDecimal, castDecimalInterest, type DecimalFit } from './candidates.ts'
import { type CastCount, info } from './count.ts'
import { interestInAccepted } from './moments.ts'
import { cutTo, type ValueSql } from './values.ts'
import type { CastWish } from './wish.ts'

export function integerBase({ suffixes }: CastWish, size: Candidate): CastBase {
  const cut = suffixes.has('truncate')
  const any = anyInteger(size)
  return {
    ...PLAIN,
    candidates: [size, any],
    interest: interestInAccepted(any.type, any),
    ...(cut && { value: cutTo(0), counts: [cutCount(0)] }),
    takes: ['truncate'],
  }
}

/** Numbers of which a scale cuts digits off. */
function cutCount(scale: number): CastCount {
  return info(
    column =>
      sqlite`(typeof(${column}) IN ('real', 'text') AND sqlite2pg_cut(${scale}, ${column}) <> sqlite2pg_cut(2000, ${column}))`,
    'number is cut, towards zero',
    'numbers are cut, towards zero',
  )
}

export function numberWithArguments(
  { suffixes }: CastWish,
  name: string,
  first: number | undefined,
  scale = 0,
): CastBase | null {
  if (first === undefined || (name !== 'NUMERIC' && name !== 'DECIMAL') || !isPrecision(first, scale))
    return null
  const cut = suffixes.has('truncate')
  const fit = { precision: first, scale }
  const candidates = castDecimal(fit, 0)
  const shared = { ...PLAIN, candidates, interest: castDecimalInterest(fit), takes: ['truncate'] as const }
  return cut ? { ...shared, value: cutWhere(fit), counts: [cutCount(scale)] } : shared
}

/** What fits as it is keeps its digits. */
function cutWhere({ precision, scale }: DecimalFit): ValueSql {
  return column =>
    sqlite`CASE WHEN ${fitsDecimal(column, precision, scale)} THEN ${column} ELSE ${cutTo(scale)(column)} END`
}
