// Names, values and long texts as they stand in cells.
import { displayWidth } from '../display-width.ts'
import { countText, durationText } from '../quantity-text.ts'
import { type Html, html, lines, NOTHING, text } from './html-text.ts'

/** Characters of a value that are shown; a cell is no place for a megabyte. */
const SHOWN_OF_VALUE = 500

/** Characters of a message that stand in the open; the rest unfolds. */
const SHOWN_OF_MESSAGE = 260

/** A name of the file or of the server. */
export function nameText(name: string): Html {
  return name === '' ? html`<em class="muted">no name</em>` : html`<bdi class="name">${text(name)}</bdi>`
}

/** `old → new`, or one name where it stays. */
export function renamedText(source: string, target: string): Html {
  if (source === target) return nameText(source)
  return html`${nameText(source)} <span class="muted" title="is called in PostgreSQL">→</span> ${nameText(target)}`
}

/** Names in parentheses, as keys have them. */
export function namesText(names: readonly string[]): Html {
  return html`<bdi class="name">${text(names.join(', '))}</bdi>`
}

/** A value with its blanks; a long one is cut and says so. */
export function valueText(value: string | null): Html {
  if (value === null) return html`<span class="muted">–</span>`
  if (value === '') return html`<em class="muted">empty text</em>`
  const shown = clipCharacters(value, SHOWN_OF_VALUE)
  return html`<bdi class="value">${text(shown)}</bdi>${cutNote(value, shown)}`
}

/** A sentence of ours; SQL text in it keeps its lines, and a long one unfolds. */
export function messageText(message: string): Html {
  if (message.length <= SHOWN_OF_MESSAGE) return html`<span class="lines">${lines(message)}</span>`
  const [start = ''] = message.split('\n')
  const shown = clipCharacters(start, SHOWN_OF_MESSAGE).trimEnd()
  return html`<details class="more"><summary><span>${text(shown)} …</span></summary>
<pre>${lines(message)}</pre></details>`
}

/** A time that is too short for the clock is not none. */
export function timeText(seconds: number): Html {
  return text(seconds > 0 && seconds < 0.005 ? '< 0.01 s' : durationText(seconds))
}

function cutNote(value: string, shown: string): Html {
  if (shown.length === value.length) return NOTHING
  return html`<span class="muted"> … ${text(countText(value.length))} characters in all</span>`
}

/** Never in the middle of a surrogate pair. */
function clipCharacters(value: string, most: number): string {
  if (value.length <= most) return value
  const isPair = /[\uD800-\uDBFF]/.test(value.charAt(most - 1))
  return value.slice(0, isPair ? most - 1 : most)
}

/** True where two texts cannot be told apart by looking at them. */
export function looksAlike(one: string | null, other: string | null): boolean {
  if (one === null || other === null || one === other) return false
  return one.normalize() === other.normalize() && displayWidth(one) === displayWidth(other)
}
