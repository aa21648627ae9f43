// How values arrive from the server: `integer` and smaller as number, `bigint` as bigint, `boolean` as
// boolean, arrays of names and of small integers as arrays, NULL as null; all else as the server's text.
// https://www.postgresql.org/docs/current/catalog-pg-type.html
import { types } from './driver.ts'

type Parse = (text: string) => unknown

const driverParser: (typeId: number) => Parse = types.getTypeParser
const texts = driverParser(1009)
const numbers = driverParser(1007)

const PARSERS: ReadonlyMap<number, Parse> = new Map<number, Parse>([
  [16, text => text === 't'],
  [20, BigInt],
  [21, Number],
  [23, Number],
  [26, Number],
  [1002, texts],
  [1003, texts],
  [1009, texts],
  [1015, texts],
  [1005, numbers],
  [1007, numbers],
  [1028, numbers],
])

const asIs: Parse = text => text

/** In the shape the driver asks for. */
export const RESULT_VALUES = {
  getTypeParser: (typeId: number): Parse => PARSERS.get(typeId) ?? asIs,
}
