// What a rollback says last: what is live again, what is not any more, and where that is kept.
import type { RecordedObject, RolledBack, WrittenSince } from '../model/journal.ts'
import type { RunReport } from '../model/report.ts'
import { wrapText } from './display-width.ts'
import { countText, quantityText } from './quantity-text.ts'
import { momentText } from './status-text.ts'
import { PLAIN_STYLE, type TextStyle } from './text-style.ts'
import { visibleText } from './visible-text.ts'

/** The lines without a final line feed. */
export function rollbackText(
  { target }: RunReport,
  rolledBack: RolledBack,
  style: TextStyle = PLAIN_STYLE,
): string {
  const { undone } = rolledBack
  const source = undone.source === null ? '' : ` of ${undone.source.path}`
  const sentences = [
    `Rolled back: ${undone.verb} of ${momentText(undone.startedAt)}${source}, schema ${undone.schema} of ${target?.url}, in one transaction.`,
    ...(undone.verb === 'load' ? rowSentences(rolledBack) : tableSentences(rolledBack)),
  ]
  return sentences.flatMap(text => wrapText(visibleText(text), style.width)).join('\n')
}

function tableSentences({
  undone,
  removed,
  restored,
  written,
  keptIn,
  droppedSchema,
}: RolledBack): readonly string[] {
  return [
    ...(restored.length === 0 ? [] : [`Live again, as before that run: ${listText(restored)}.`]),
    `Not live any more: ${listText(removed)}${droppedSchema ? `, and schema ${undone.schema} itself` : ''}.`,
    ...(written.length === 0
      ? []
      : [`Written since that run, and not live any more either: ${written.map(writtenText).join('; ')}.`]),
    `Kept in schema ${keptIn} until the next run into schema ${undone.schema}; drop it when you do not need it.`,
  ]
}

/** A load moves no table: rows go and come. */
function rowSentences({ undone, removed, restored, written, keptIn }: RolledBack): readonly string[] {
  const rows = removed.reduce((sum, table) => sum + (table.rows ?? 0n), 0n)
  const tables = quantityText(removed.length, 'table')
  return [
    `Taken away again: the ${quantityText(rows, 'row')} that it brought into ${tables}: ${listText(removed)}.`,
    ...(restored.length === 0 ? [] : [`Back again: the earlier rows of ${listText(restored)}.`]),
    ...(written.length === 0
      ? []
      : [`Written since that load, and gone from these tables too: ${written.map(writtenText).join('; ')}.`]),
    ...(keptIn === null
      ? []
      : [
          `Kept in schema ${keptIn} until the next run into schema ${undone.schema}: ${written.length === 0 ? 'the rows that the load had set aside' : 'the tables as they were with those rows'}; drop it when you do not need it.`,
        ]),
  ]
}

const SHOWN = 8

function listText(objects: readonly RecordedObject[]): string {
  const shown = objects.slice(0, SHOWN).map(({ kind, name }) => `${kind} ${name}`)
  const rest = objects.length > SHOWN ? [`and ${countText(objects.length - SHOWN)} more`] : []
  return [...shown, ...rest].join(', ')
}

/** `tasks: 3 rows inserted or changed, 1 deleted or changed`. */
export function writtenText({ table, written, gone }: WrittenSince): string {
  const parts = [
    ...(written > 0n ? [`${quantityText(written, 'row')} inserted or changed`] : []),
    ...(gone > 0n ? [`${quantityText(gone, 'row')} deleted or changed`] : []),
  ]
  return `${table}: ${parts.join(', ')}`
}
