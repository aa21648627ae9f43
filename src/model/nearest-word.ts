// The known word that a misspelt one most likely means.

/** The nearest of `known`, or null if none is near: at most a third of the letters may be wrong. */
export function nearestWord(word: string, known: readonly string[]): string | null {
  const judged = known.map(candidate => ({
    candidate,
    distance: editDistance(word.toLowerCase(), candidate.toLowerCase()),
  }))
  const best = judged.reduce<(typeof judged)[number] | null>(
    (least, each) => (least === null || each.distance < least.distance ? each : least),
    null,
  )
  if (best === null) return null
  return best.distance <= Math.max(1, Math.floor(Math.max(word.length, best.candidate.length) / 3))
    ? best.candidate
    : null
}

/** Letters to insert, delete, replace or swap with their neighbour. */
function editDistance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) row.push(cost(a, b, i, j, rows, row))
    rows.push(row)
  }
  return rows[a.length]?.[b.length] ?? 0
}

function cost(
  a: string,
  b: string,
  i: number,
  j: number,
  rows: readonly number[][],
  row: readonly number[],
): number {
  const at = (r: readonly number[] | undefined, k: number): number => r?.[k] ?? Number.POSITIVE_INFINITY
  const replaced = at(rows[i - 1], j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1)
  const swapped =
    a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? at(rows[i - 2], j - 2) + 1 : Number.POSITIVE_INFINITY
  return Math.min(at(rows[i - 1], j) + 1, at(row, j - 1) + 1, replaced, swapped)
}
