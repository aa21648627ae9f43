// The runs recorded in a target as a table, newest first, and below it what can be rolled back.
import type { ListedRun, RecordedKind } from '../model/journal.ts'
import type { RunReport } from '../model/report.ts'
import { shellWord } from '../model/shell-word.ts'
import { alignRows, type Cell, rightCell } from './aligned-table.ts'
import { wrapText } from './display-width.ts'
import { bytesText, countText, quantityText } from './quantity-text.ts'
import { PLAIN_STYLE, type TextStyle } from './text-style.ts'
import { visibleText } from './visible-text.ts'

export interface ListedRuns {
  readonly runs: readonly ListedRun[]
  /** By live schema what it was declared to be. */
  readonly environments: ReadonlyMap<string, string>
}

/** The text without a final line feed. */
export function statusText(
  { target }: RunReport,
  { runs, environments }: ListedRuns,
  style: TextStyle = PLAIN_STYLE,
): string {
  if (runs.length === 0) return `No run is recorded in ${visibleText(target?.url ?? '')}.`
  const rows = [HEAD.map(text => headCell(text, style)), ...runs.map(run => runCells(run, runs, style))]
  return [
    ...alignRows(rows, { width: style.width }),
    '',
    ...[...undoSentences(runs), ...runs.flatMap(keptSentence)].flatMap(text =>
      wrapText(visibleText(text), style.width),
    ),
    ...[...environments].map(([schema, environment]) =>
      visibleText(`Schema ${schema} is declared as ${environment}.`),
    ),
  ].join('\n')
}

const HEAD = ['Time (UTC)', 'Schema', 'Verb', 'Rows', 'Proof', 'Outcome', 'Undo', 'Source']

function headCell(text: string, { paint }: TextStyle): Cell {
  return text === 'Rows' ? rightCell(text, paint.dim) : { text, paint: paint.dim }
}

function runCells(run: ListedRun, runs: readonly ListedRun[], style: TextStyle): (Cell | string)[] {
  const { startedAt, schema, verb, proof, outcome, errorCode, canBeRolledBack } = run
  const rows = run.added.reduce((sum, object) => sum + (object.rows ?? 0n), 0n)
  const ending = outcome === 'failed' ? `failed: ${errorCode}` : outcome
  return [
    momentText(startedAt),
    visibleText(schema),
    verb,
    rightCell(proof === null ? '' : countText(rows)),
    proof ?? '',
    { text: ending, ...(isBad(run) && { paint: style.paint.red }) },
    canBeRolledBack ? { text: 'yes', paint: style.paint.green } : '',
    visibleText(originText(run, runs)),
  ]
}

const isBad = ({ outcome }: ListedRun): boolean => outcome === 'failed' || outcome === 'interrupted'

/** `./todo.db (32.8 kB, 9f86d081)`: the fingerprint's beginning tells one content from another. */
function originText({ source, undoes }: ListedRun, runs: readonly ListedRun[]): string {
  const undone = runs.find(({ run }) => run === undoes)
  if (undone !== undefined) return `undoing the run of ${momentText(undone.startedAt)}`
  if (source === null) return ''
  return `${source.path} (${bytesText(source.bytes)}, ${source.fingerprint.slice(0, 8)})`
}

function undoSentences(runs: readonly ListedRun[]): readonly string[] {
  const possible = runs.filter(({ canBeRolledBack }) => canBeRolledBack).map(undoText)
  const impossible = runs
    .filter(({ because }) => because !== '')
    .map(
      ({ schema, startedAt, because }) =>
        `Schema ${schema} has nothing to roll back: its last published run is that of ${momentText(startedAt)}, and ${because}.`,
    )
  return [...possible, ...impossible]
}

function keptSentence({ kept, verb, startedAt, schema }: ListedRun): readonly string[] {
  if (kept === null) return []
  const amount = `${countText(kept.rows)} of ${countText(kept.totalRows)} rows`
  return [
    `The ${verb} of ${momentText(startedAt)} into schema ${schema} can be resumed: ${amount} are kept in schema ${kept.privateSchema}. Run it again with --resume; without it they are dropped.`,
  ]
}

function undoText(run: ListedRun): string {
  const { schema, verb, added, replaced, replacedSchema } = run
  const kept = replaced.length === 0 ? '' : `, kept in schema ${replacedSchema}`
  const things = verb === 'load' ? rowsText(run) : [thingsText(added), thingsText(replaced)]
  const back = replaced.length === 0 ? '' : ` and puts back ${things[1]}${kept}`
  return `sqlite2pg rollback --schema ${shellWord(schema)} takes away ${things[0]}${back}. One step is kept, no more.`
}

/** A load brought rows, and replaced some. */
function rowsText({ added, replaced }: ListedRun): readonly string[] {
  const rows = added.reduce((sum, object) => sum + (object.rows ?? 0n), 0n)
  const tables = quantityText(added.length, 'table')
  return [
    `the ${quantityText(rows, 'row')} of ${tables}`,
    `the earlier rows of ${quantityText(replaced.length, 'table')}`,
  ]
}

function thingsText(objects: ListedRun['added']): string {
  const count = (kind: RecordedKind): number => objects.filter(object => object.kind === kind).length
  const counted = (['table', 'view'] as const).filter(kind => count(kind) > 0)
  return counted.map(kind => quantityText(count(kind), kind)).join(' and ')
}

/** `2025-01-02 03:04:05` of an ISO 8601 time. */
export function momentText(iso: string): string {
  return iso.slice(0, 19).replace('T', ' ')
}
