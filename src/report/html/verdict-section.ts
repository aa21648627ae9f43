// The top of the page: the verdict, the figures behind it, and the error with its next step.
import type { ReportedError, RunReport } from '../../model/report.ts'
import { nothingText } from '../failure-text.ts'
import { bytesText, countText, durationText } from '../quantity-text.ts'
import { markOf, type Tone } from './badge.ts'
import { type Html, html, lines, NOTHING, text } from './html-text.ts'
import { messageText, nameText } from './names.ts'
import { type HeadlineVerdict, verdictOf } from './verdict.ts'

interface Figure {
  readonly label: string
  readonly value: string
  readonly tone: Tone
}

export function verdictHtml(report: RunReport): Html {
  const verdict = verdictOf(report)
  const figures = figuresOf(report)
  return html`<header class="verdict ${text(verdict.tone)}">
<p class="kicker">${text(kicker(report))}</p>
<h1>${markOf(verdict.tone)} ${text(unbroken(verdict.headline))}</h1>
${betweenHtml(report)}
${sentences(report, verdict)}
${errorHtml(report.error)}
${figures.length === 0 ? NOTHING : html`<dl class="figures">${figures.map(figureHtml)}</dl>`}
</header>
`
}

function kicker({ verb, dryRun }: RunReport): string {
  return dryRun && verb !== 'doctor' && verb !== 'plan' ? `sqlite2pg ${verb}, dry run` : `sqlite2pg ${verb}`
}

/** A number and what it counts stay on one line. */
function unbroken(headline: string): string {
  return headline.replace(/(\d) (?=\w)/g, '$1\u00A0')
}

/** From what to what, in one line. */
function betweenHtml({ source, target }: RunReport): Html {
  if (source === null && target === null) return NOTHING
  const from = source === null ? NOTHING : nameText(source.path)
  const to = target === null ? NOTHING : html`${nameText(target.url)}, schema ${nameText(target.schema)}`
  const arrow = source === null || target === null ? NOTHING : html` <span class="muted">→</span> `
  return html`<p class="between">${from}${arrow}${to}</p>`
}

function sentences(report: RunReport, { sentence }: HeadlineVerdict): Html {
  const said = [sentence, nothingText(report)].filter(one => one !== '')
  return said.length === 0 ? NOTHING : html`<p>${text(said.join(' '))}</p>`
}

function errorHtml(error: ReportedError | null): Html {
  if (error === null) return NOTHING
  const next = html`<p class="lines"><strong>Next step:</strong> ${lines(error.hint)}</p>`
  return html`<div class="error">
<p><code>${text(error.code)}</code></p>${messageText(error.message)}
${error.hint === '' ? NOTHING : next}
</div>`
}

function figureHtml({ label, value, tone }: Figure): Html {
  return html`<div class="${text(tone)}"><dt>${text(label)}</dt><dd>${text(value)}</dd></div>`
}

function figuresOf(report: RunReport): readonly Figure[] {
  const { tables, foreignKeys, notices, checks, seconds } = report
  const rows = tables.reduce((sum, table) => sum + table.sourceRows, 0n)
  const bytes = tables.reduce((sum, table) => sum + table.bytes, 0n)
  const aside = tables.reduce((sum, table) => sum + table.quarantinedRows, 0n)
  const orphans = foreignKeys.reduce((sum, key) => sum + key.orphans, 0n)
  const passed = checks.filter(({ status }) => status === 'same').length
  const count = (severity: string): number => notices.filter(notice => notice.severity === severity).length
  const figures: readonly (Figure | null)[] = [
    tables.length === 0 ? null : plain('Tables', countText(tables.length)),
    tables.length === 0 ? null : plain('Rows', countText(rows)),
    bytes === 0n ? null : plain('Sent', bytesText(bytes)),
    seconds === 0 ? null : plain('Time', durationText(seconds)),
    passed === 0 ? null : { ...plain('Checks passed', countText(passed)), tone: 'good' },
    toned('Rows that differ', rowsThatDiffer(tables), 'bad'),
    toned('Checks that differ', checks.filter(({ status }) => status === 'different').length, 'bad'),
    toned('Decisions needed', count('blocker'), 'bad'),
    toned('Warnings', count('warning'), 'fair'),
    toned('Rows set aside', aside, 'fair'),
    toned('Rows without parent', orphans, 'fair'),
  ]
  return figures.filter(figure => figure !== null)
}

/** All of them; the report lists the first. */
function rowsThatDiffer(tables: RunReport['tables']): bigint {
  return tables.reduce((sum, { differing }) => {
    const { missing, extra, changed } = differing ?? { missing: 0n, extra: 0n, changed: 0n }
    return sum + missing + extra + changed
  }, 0n)
}

function plain(label: string, value: string): Figure {
  return { label, value, tone: 'plain' }
}

/** Only what there is deserves attention. */
function toned(label: string, count: number | bigint, tone: Tone): Figure | null {
  return count === 0 || count === 0n ? null : { label, value: countText(count), tone }
}
