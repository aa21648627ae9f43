// The guide's queries as a table: a row for each query, a column for each place.
import { alignRows, rightCell } from '../../src/report/aligned-table.ts'
import { PLACES, type QueryTiming } from '../measurement.ts'
import { spreadOf } from '../statistics.ts'

/** A section for each size. */
export function queriesText(timings: readonly QueryTiming[]): readonly (readonly string[])[] {
  const sizes = [...new Set(timings.map(timing => timing.size))]
  return sizes.map(size => {
    const ofSize = timings.filter(timing => timing.size === size)
    const queries = [...new Set(ofSize.map(timing => timing.query))]
    const head = ['query', ...PLACES.map(place => rightCell(place))]
    const rows = queries.map(query => [
      query,
      ...PLACES.map(place => rightCell(cellText(ofSize, query, place))),
    ])
    const title = `queries, ${size}: milliseconds, median (min – max)`
    return [title, ...alignRows([head, ...rows], { width: Number.POSITIVE_INFINITY, indent: 2 })]
  })
}

function cellText(timings: readonly QueryTiming[], query: string, place: string): string {
  const found = timings.find(timing => timing.query === query && timing.place === place)
  const spread = spreadOf(found?.milliseconds ?? [])
  if (spread === null) return ''
  const [median, least, most] = [spread.median, spread.least, spread.most].map(value => value.toFixed(2))
  return `${median} (${least} – ${most})`
}
