// Between what and what: the source file, the target, and the run itself.
import type { RunReport } from '../../model/report.ts'
import { bytesText, countText, durationText } from '../quantity-text.ts'
import { type Html, html, text } from './html-text.ts'
import { nameText } from './names.ts'
import type { Section } from './section.ts'

type Fact = readonly [name: string, value: Html]

export function identitySection(report: RunReport): Section {
  const body = html`<div class="cards">
${card('Source', sourceFacts(report))}
${card('Target', targetFacts(report))}
${card('Run', runFacts(report))}
</div>`
  return { id: 'identity', title: 'Source and target', body }
}

function card(title: string, facts: readonly Fact[]): Html {
  const items = facts.map(([name, value]) => html`<div><dt>${text(name)}</dt><dd>${value}</dd></div>`)
  const list =
    facts.length === 0
      ? html`<p class="muted">It was not reached.</p>`
      : html`<dl class="facts">${items}</dl>`
  return html`<div class="card"><h3>${text(title)}</h3>${list}</div>`
}

function sourceFacts({ source }: RunReport): readonly Fact[] {
  if (source === null) return []
  const { path, bytes, journalMode, sqliteVersion, fingerprint } = source
  return [
    ['SQLite file', nameText(path)],
    ['Size', html`${text(bytesText(bytes))} <span class="muted">(${text(countText(bytes))} bytes)</span>`],
    ['Journal mode', text(journalMode)],
    ['Read with', text(`SQLite ${sqliteVersion}`)],
    ['Fingerprint', nameText(fingerprint)],
  ]
}

function targetFacts({ target }: RunReport): readonly Fact[] {
  if (target === null) return []
  return [
    ['Database', nameText(target.url)],
    ['Schema', nameText(target.schema)],
    ['Server', text(`PostgreSQL ${target.serverVersion}`)],
  ]
}

function runFacts({ startedAt, seconds, outcome, exitCode, verb, tool }: RunReport): readonly Fact[] {
  const began = html`<time datetime="${text(startedAt)}">${text(timeText(startedAt))}</time>`
  return [
    ['Verb', text(verb)],
    ['Outcome', text(`${outcome}, exit code ${exitCode}`)],
    ['Started', began],
    ['Time', text(durationText(seconds))],
    ['Tool', text(`${tool.name} ${tool.version}`)],
  ]
}

/** `2026-11-21T06:54:37.204Z` as `2026-11-21 06:54:37 UTC`. */
function timeText(startedAt: string): string {
  return startedAt.replace(/^(\S{10})T(\S{8})\.?\d*Z$/, '$1 $2 UTC')
}
