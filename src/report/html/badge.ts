// A state as a word with a mark and a colour: never the colour alone.
import { type Html, html, text } from './html-text.ts'

export type Tone = 'good' | 'fair' | 'bad' | 'plain'

const MARKS: Readonly<Record<Tone, string>> = { good: '✓', fair: '!', bad: '✗', plain: '·' }

export function markOf(tone: Tone): Html {
  return html`<span aria-hidden="true">${text(MARKS[tone])}</span>`
}

export function badge(tone: Tone, words: string): Html {
  return html`<span class="badge ${text(tone)}">${markOf(tone)} ${text(words)}</span>`
}
