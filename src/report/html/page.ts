// The report for people: one file that needs nothing else, no network and no script. What it holds comes from the
// RunReport alone. https://www.w3.org/TR/CSP3/ keeps it so.
import type { RunReport } from '../../model/report.ts'
import { diagramSection } from './diagram-section.ts'
import { checksSection, differencesSection } from './differences-section.ts'
import { foreignKeysSection } from './foreign-keys-section.ts'
import { attribute, type Html, html, text } from './html-text.ts'
import { identitySection } from './identity-section.ts'
import { leftOutSection, viewsSection } from './left-out-section.ts'
import { noticesSection } from './notices-section.ts'
import { contentsHtml, type Section, sectionHtml } from './section.ts'
import { STYLE } from './style.ts'
import { tablesSection } from './tables-section.ts'
import { timelineSection } from './timeline-section.ts'
import { typesSection } from './types-section.ts'
import { verdictOf } from './verdict.ts'
import { verdictHtml } from './verdict-section.ts'

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

/** In the order of what a reader wants to know first. */
const SECTIONS: readonly ((report: RunReport) => Section | null)[] = [
  differencesSection,
  tablesSection,
  leftOutSection,
  noticesSection,
  diagramSection,
  foreignKeysSection,
  viewsSection,
  typesSection,
  checksSection,
  timelineSection,
  identitySection,
]

/** The whole file. */
export function reportHtml(report: RunReport): string {
  const sections = SECTIONS.map(make => make(report)).filter(section => section !== null)
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${attribute(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${attribute(titleOf(report))}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${verdictHtml(report)}
${contentsHtml(sections)}
${sections.map(sectionHtml)}
</main>
${footerHtml(report)}
</body>
</html>
`
}

function titleOf(report: RunReport): string {
  const file = report.source?.path.replace(/^.*[/\\]/, '')
  const about = file === undefined ? '' : `${file}: `
  return `${about}${verdictOf(report).headline} · sqlite2pg`
}

function footerHtml({ tool, startedAt }: RunReport): Html {
  return html`<footer class="muted">Written by ${text(tool.name)} ${text(tool.version)} for the run of ${text(startedAt)}. The JSON report of the same run has all of this as data.</footer>`
}
