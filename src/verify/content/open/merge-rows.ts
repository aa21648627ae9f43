// Two lists of rows in one order become what they differ in: rows that are alike on both sides drop out, those left over
// with one key are one changed row. A row that one side has twice is left over once.
import { setImmediate as nextTurn } from 'node:timers/promises'
import { throwIfStopped } from '../../sides.ts'
import type { Finding, ListedRow, SourcePlace, TargetPlace } from './finding.ts'

type OneSided = Exclude<Finding, { readonly kind: 'changed' }>

/** Rows of one key that wait for a partner, at most: more are there only where nothing keeps a key unique. */
const MOST_WAITING = 1000
const ROWS_A_TURN = 4096

export async function* mergeRows(
  source: Iterator<ListedRow<SourcePlace>>,
  target: AsyncIterator<ListedRow<TargetPlace>>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Finding> {
  const waiting: OneSided[] = []
  let waitingKey = ''
  try {
    for await (const finding of leftOver(source, target, signal)) {
      if (finding.key !== waitingKey) yield* waiting.splice(0)
      waitingKey = finding.key
      const other = waiting[0]
      if (other !== undefined && other.kind !== finding.kind) yield changedRow(other, finding, waiting)
      else waiting.push(finding)
      if (waiting.length > MOST_WAITING) yield* waiting.splice(0, 1)
    }
    yield* waiting
  } finally {
    source.return?.()
  }
}

function changedRow(one: OneSided, other: OneSided, waiting: OneSided[]): Finding {
  waiting.shift()
  const [missing, extra] = one.kind === 'missing' ? [one, other] : [other, one]
  if (missing.kind !== 'missing' || extra.kind !== 'extra') throw new Error('both rows are of one side')
  const rows = { source: missing.rows.source, target: extra.rows.target }
  return { kind: 'changed', key: missing.key, rows, source: missing.source, target: extra.target }
}

/** Rows without an equal one on the other side. */
async function* leftOver(
  source: Iterator<ListedRow<SourcePlace>>,
  target: AsyncIterator<ListedRow<TargetPlace>>,
  signal: AbortSignal | undefined,
): AsyncGenerator<OneSided> {
  let [here, there] = [source.next(), await target.next()]
  for (let read = 1; here.done !== true || there.done !== true; read++) {
    if (read % ROWS_A_TURN === 0) {
      throwIfStopped(signal)
      await nextTurn()
    }
    const order = compareRows(here, there)
    if (order < 0 && here.done !== true) yield missingRow(here.value)
    if (order > 0 && there.done !== true) yield extraRow(there.value)
    if (order <= 0) here = source.next()
    if (order >= 0) there = await target.next()
  }
}

function missingRow({ key, row, place }: ListedRow<SourcePlace>): OneSided {
  return { kind: 'missing', key, rows: { source: row, target: null }, source: place }
}

function extraRow({ key, row, place }: ListedRow<TargetPlace>): OneSided {
  return { kind: 'extra', key, rows: { source: null, target: row }, target: place }
}

/** Negative where the first comes first; the end of a list comes last. */
function compareRows(
  one: IteratorResult<ListedRow<unknown>>,
  other: IteratorResult<ListedRow<unknown>>,
): number {
  if (one.done === true) return 1
  if (other.done === true) return -1
  return compareText(one.value.key, other.value.key) || compareText(one.value.row, other.value.row)
}

function compareText(one: string, other: string): number {
  if (one === other) return 0
  return one < other ? -1 : 1
}
