// doctor's answers, one line each: ✓ works, ✗ stops a run, · worth knowing; then the next step.
import type { DoctorLine } from '../model/doctor.ts'
import { alignRows } from './aligned-table.ts'
import { wrapText } from './display-width.ts'
import { quantityText } from './quantity-text.ts'
import { PLAIN_STYLE, type TextStyle } from './text-style.ts'
import { visibleText } from './visible-text.ts'

/** All lines and a closing sentence, without a final line feed. */
export function doctorText(lines: readonly DoctorLine[], style: TextStyle = PLAIN_STYLE): string {
  const width = Math.max(0, ...lines.map(line => visibleText(line.subject).length))
  const shown = lines.flatMap(line => doctorLine(line, width, style))
  return [...shown, '', closingSentence(lines, style)].join('\n')
}

function doctorLine(line: DoctorLine, subjectWidth: number, style: TextStyle): string[] {
  const subject = visibleText(line.subject).padEnd(subjectWidth)
  const cells = [markCell(line.ok, style), { text: subject }, { text: visibleText(line.fact) }]
  const next = line.next === '' ? [] : wrapText(visibleText(line.next), style.width - 6)
  return [
    ...alignRows([cells], { width: style.width, gap: 1 }),
    ...next.map((text, i) => `  ${i === 0 ? style.paint.cyan('→') : ' '} ${text}`),
  ]
}

function markCell(ok: DoctorLine['ok'], style: TextStyle) {
  if (ok === 'yes') return { text: '✓', paint: style.paint.green }
  return ok === 'no' ? { text: '✗', paint: style.paint.red } : { text: '·', paint: style.paint.yellow }
}

function closingSentence(lines: readonly DoctorLine[], style: TextStyle): string {
  const failed = lines.filter(line => line.ok === 'no').length
  if (failed === 0) return style.paint.green('A run can work here.')
  return style.paint.red(`A run cannot work here yet: ${quantityText(failed, 'thing')} to put right.`)
}
