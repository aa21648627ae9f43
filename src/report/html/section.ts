// A part of the page: it has a heading, and a line in the contents.
import { attribute, type Html, html, NOTHING, text } from './html-text.ts'

export interface Section {
  readonly id: string
  readonly title: string
  readonly body: Html
}

export function sectionHtml({ id, title, body }: Section): Html {
  const headingId = attribute(`${id}-heading`)
  return html`<section id="${attribute(id)}" aria-labelledby="${headingId}">
<h2 id="${headingId}">${text(title)}</h2>
${body}
</section>
`
}

/** A link to each section, where there are some; phones are long. */
export function contentsHtml(sections: readonly Section[]): Html {
  if (sections.length < 3) return NOTHING
  const links = sections.map(({ id, title }) => html`<li><a href="#${attribute(id)}">${text(title)}</a></li>`)
  return html`<nav aria-label="Contents"><ul>${links}</ul></nav>
`
}
