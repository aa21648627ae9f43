// Casts to texts of a length or of another encoding, and to UUIDs of bytes.
import { type SqliteSql, sqlite } from '../../sql/text.ts'
import { uuidInterest } from '../interest.ts'
import { isLength, pureText, varchar } from '../text.ts'
import { type CastBase, MENDED, PLAIN, READING } from './base.ts'
import { anyVarchar, castUuid, encodedText } from './candidates.ts'
import { info, isPresent } from './count.ts'
import { interestInAccepted } from './moments.ts'
import type { TextEncodingName } from './texts.ts'
import { asGuid, asUuid } from './values.ts'
import type { CastWish } from './wish.ts'

export function encodedBase(encoding: TextEncodingName, { suffixes }: CastWish): CastBase {
  const isMended = suffixes.has('strip_nul') || suffixes.has('replace')
  return {
    ...READING,
    // What was mended cannot be turned back into the bytes of the file.
    ...(isMended
      ? { candidates: [pureText] }
      : { candidates: [encodedText(encoding)], provenValue: (column: SqliteSql) => column }),
    encoding,
    takes: MENDED,
    counts: [info(isPresent, `value read as ${encoding}`, `values read as ${encoding}`)],
  }
}

export function uuidBase(isTurned: boolean): CastBase {
  const name = isTurned ? 'guid' : 'uuid'
  const blobs = info(
    column => sqlite`typeof(${column}) = 'blob'`,
    `blob read as ${name}`,
    `blobs read as ${name}`,
  )
  return {
    ...READING,
    candidates: [castUuid(isTurned)],
    interest: uuidInterest,
    value: isTurned ? asGuid : asUuid,
    provenValue: column => column,
    counts: [blobs],
  }
}

export function textWithLength(name: string, length: number | undefined): CastBase | null {
  if (length === undefined || (name !== 'VARCHAR' && name !== 'CHARACTER VARYING') || !isLength(length))
    return null
  const any = anyVarchar(length)
  return {
    ...PLAIN,
    candidates: [varchar(length), any],
    interest: interestInAccepted(any.type, any),
    takes: MENDED,
  }
}
