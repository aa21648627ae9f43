// A pair that still changes, by replication or because an application writes to both: what differs is looked at again, in
// a new moment of both sides, before it is called different. Between two looks nothing is held, so that writers go on.
import { setTimeout as pause } from 'node:timers/promises'
import type { Check, CheckKind, Verdict } from '../model/verdict.ts'
import { makeNotice } from '../plan/notices.ts'
import { quantityText } from '../report/quantity-text.ts'
import { SeenRows } from '../verify/recheck/seen-rows.ts'
import { type ComparedCopy, compareCopy, type LookedAt, verdictOf } from '../verify/verify-copy.ts'
import { certificateGrounds } from './make-certificate.ts'
import type { Prepared } from './prepare.ts'
import { copyToVerify } from './prove.ts'
import type { Recorder } from './recorder.ts'

export interface LivePair {
  readonly prepared: Prepared
  readonly recorder: Recorder
  readonly seconds: number
  readonly signal: AbortSignal | undefined
}

/** How often it is looked again at most, as long as less and less differs. */
const MOST_LOOKS = 5

/** Looks again until nothing is open, or no less than before; what changes too often may be met at rest. */
export async function untilSettled<State>(
  first: State,
  open: (state: State) => number,
  again: (state: State) => Promise<State>,
  mayRest: (state: State) => boolean = () => false,
): Promise<State> {
  let [state, left] = [first, open(first)]
  for (let look = 0; left > 0 && look < MOST_LOOKS; look++) {
    const before = left
    state = await again(state)
    left = open(state)
    if (left >= before && !mayRest(state)) break
  }
  return state
}

/** The tables of both sides, each as it was when it was looked at for the last time. */
export async function compareLive(pair: LivePair): Promise<Verdict> {
  const { prepared, recorder } = pair
  const first = await recorder.step('verify', '', () => look(pair, null))
  const last = await untilSettled(first, open, known => lookAgain(pair, known), isRestless)
  const verdict = verdictOf(last.tables, last.others)
  const grounds = verdict.certified !== null && { grounds: certificateGrounds(prepared) }
  recorder.found({ verdict, ...grounds })
  recorder.notice(...settledNotices(last, pair.seconds))
  return verdict
}

/** A copy as it was found, and the rows that differed in it. */
interface Known extends Pick<ComparedCopy, 'tables' | 'others' | 'digests' | 'matching'> {
  /** By planned name. */
  readonly seen: ReadonlyMap<string, SeenRows>
  readonly late: ReadonlySet<string>
  /** Rows that both sides have changed since the look before. */
  readonly restless: number
}

function isRestless({ restless }: Known): boolean {
  return restless > 0
}

async function look(pair: LivePair, before: LookedAt | null): Promise<Known> {
  const { prepared, recorder, signal } = pair
  const { plan, connection } = prepared
  const seen = new Map<string, SeenRows>(
    [...(before?.seen ?? [])].map(([table, rows]) => [table, new SeenRows(rows.first)]),
  )
  const { contents, ...copy } = copyToVerify(prepared, plan.schema, recorder)
  const terms = contents && {
    ...contents,
    onDiffering: (table: string, finding: Parameters<SeenRows['add']>[0]) => {
      const rows = seen.get(table) ?? new SeenRows()
      seen.set(table, rows)
      rows.add(finding)
    },
  }
  const task = {
    ...copy,
    contents: terms,
    // Workers hold the first moment.
    ...(before !== null && { asker: null }),
    ...(signal && { signal }),
  }
  const compared = await connection.transaction(() => compareCopy(task, before ?? undefined), {
    isolation: 'repeatable read',
    readOnly: true,
  })
  const judged = before?.seen ?? new Map<string, SeenRows>()
  const restless = [...judged.values()].reduce((sum, rows) => sum + rows.restless, 0)
  return { ...compared, seen, restless, late: lateTables(prepared, compared, { seen, judged }) }
}

function lookAgain(pair: LivePair, known: Known): Promise<Known> {
  return pair.recorder.step('verify', `again in ${pair.seconds} s`, async () => {
    await newMoment(pair)
    const { digests, late } = known
    const seen = new Map([...late].map(table => [table, known.seen.get(table) ?? new SeenRows()]))
    const again = await look(pair, { digests, seen })
    const bySource = new Map(again.tables.map(table => [table.verdict.source, table]))
    return {
      ...known,
      tables: known.tables.map(table => bySource.get(table.verdict.source) ?? table),
      seen: new Map([...known.seen, ...again.seen]),
      late: again.late,
      restless: again.restless,
    }
  })
}

/** Lets the source go while it waits. Rows that are set aside are not known any more afterwards. */
export async function newMoment({ prepared, seconds, signal }: LivePair): Promise<void> {
  const { workers, reader } = prepared
  await workers?.close()
  reader.end()
  await pause(seconds * 1000, undefined, signal && { signal })
  reader.begin()
}

/** What changes with the rows; the structure does not. */
const OF_ROWS: ReadonlySet<CheckKind> = new Set([
  ...(['rows', 'contents', 'nulls', 'minimum', 'maximum'] as const),
  ...(['sequence', 'orphans'] as const),
])

/** What the rows that are counted say as well. */
const IN_ROWS: ReadonlySet<CheckKind> = new Set(['rows', 'contents'] as const)

/** Planned names of the tables that may merely be late. */
function lateTables(
  { plan }: Prepared,
  { tables, matching }: ComparedCopy,
  { seen, judged }: Readonly<Record<'seen' | 'judged', ReadonlyMap<string, SeenRows>>>,
): ReadonlySet<string> {
  const bySource = new Map(tables.map(table => [table.verdict.source, table]))
  const late = plan.tables.filter(({ source, target, setAside }) => {
    const found = bySource.get(source)
    if (found === undefined || setAside !== null || !matching.found.has(target)) return false
    const isKnown = found.verdict.differences?.unexplained !== true && seen.get(target)?.isTooMany !== true
    const isOpenStill = found.checks.some(isOpen) || (judged.get(target)?.restless ?? 0) > 0
    return isKnown && isOpenStill
  })
  return new Set(late.map(({ target }) => target))
}

function isOpen({ kind, status }: Check): boolean {
  return status === 'different' && OF_ROWS.has(kind)
}

function open({ tables, seen, late }: Known): number {
  const rows = [...late].reduce((sum, table) => sum + (seen.get(table)?.count ?? 0), 0)
  const checks = tables.flatMap(table => table.checks)
  const others = checks.filter(({ kind, ...check }) => isOpen({ kind, ...check }) && !IN_ROWS.has(kind))
  return late.size === 0 ? 0 : rows + others.length
}

function settledNotices({ seen }: Known, seconds: number) {
  return [...seen].flatMap(([table, rows]) => {
    const settled = rows.first - rows.count
    if (settled === 0) return []
    const again = `${quantityText(settled, 'row')} that differed at first ${settled === 1 ? 'was' : 'were'} the same`
    return [makeNotice('SETTLED', table, `${again} when looked at again ${seconds} s later`)]
  })
}
