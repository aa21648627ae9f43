// The one place that makes HTML. `html` takes only what is HTML already, so a text that was not escaped does not
// compile; `text`, `lines` and `attribute` escape, and show what could not be seen or would steer the reader.
// https://html.spec.whatwg.org/multipage/syntax.html
import { visibleLines, visiblePieces, visibleText } from '../visible-text.ts'

declare const markup: unique symbol

/** A piece of HTML (or of SVG inside it). */
export type Html = string & { readonly [markup]: true }

export const NOTHING = '' as Html

/** HTML from a template; interpolated parts are HTML already, lists of it, or numbers. */
export function html(
  strings: TemplateStringsArray,
  ...parts: readonly (Html | readonly Html[] | number)[]
): Html {
  return strings.reduce((before, piece, i) => {
    const part = parts[i - 1] ?? ''
    return before + (typeof part === 'object' ? part.join('') : part) + piece
  }) as Html
}

/** Any text, on one line. An escape is marked, so that it is not taken for the same letters in the text. */
export function text(value: string): Html {
  const pieces = visiblePieces(value).map(piece =>
    piece.isEscape ? `<span class="esc">${escapeMarkup(piece.text)}</span>` : escapeMarkup(piece.text),
  )
  return pieces.join('') as Html
}

/** A text of ours that may have several lines, such as the SQL of a view; for elements that keep line feeds. */
export function lines(value: string): Html {
  const usual = value.replaceAll('\r\n', '\n').replaceAll('\t', '  ')
  return usual.split('\n').map(text).join('\n') as Html
}

/** For an attribute in double quotes, for `<title>`, and for texts of SVG: no markup in it. */
export function attribute(value: string): Html {
  return escapeMarkup(visibleText(value)) as Html
}

/** Like `attribute`, but line feeds stay; a tooltip shows them. */
export function tooltip(value: string): Html {
  return visibleLines(value).map(escapeMarkup).join('\n') as Html
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
}

function escapeMarkup(value: string): string {
  return value.replace(/[&<>"'`]/g, character => ENTITIES[character] ?? '')
}
