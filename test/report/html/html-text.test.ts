// The one place that escapes: nothing that a file or a server says becomes markup, and nothing hides.
import { expect, test } from 'vitest'
import { attribute, html, lines, text, tooltip } from '../../../src/report/html/html-text.ts'

test('a text that is not escaped does not compile as a part of HTML', () => {
  const name: string = '<b>'
  // @ts-expect-error: a plain string is no Html.
  expect(html`<p>${name}</p>`).toBe('<p><b></p>')
  expect(html`<p>${text(name)}</p>`).toBe('<p>&lt;b&gt;</p>')
})

test('markup, quotes of every kind and entities are letters', () => {
  const hostile = `</title><img src=x onerror='a("b")'>\`&amp;\``
  const safe = '&lt;/title&gt;&lt;img src=x onerror=&#39;a(&quot;b&quot;)&#39;&gt;&#96;&amp;amp;&#96;'
  for (const escaped of [text, attribute, lines, tooltip]) expect(escaped(hostile)).toBe(safe)
})

test('what steers or cannot be seen is a marked escape, a backslash of the text is not', () => {
  expect(text('\u202Egnp')).toBe('<span class="esc">\\u{202e}</span>gnp')
  expect(text('a\nb')).toBe('a<span class="esc">\\n</span>b')
  expect(text('a\\nb')).toBe('a\\nb')
  expect(text('x\u200By\u00AD')).toBe('x<span class="esc">\\u{200b}</span>y<span class="esc">\\xad</span>')
  expect(text('\0\ud800')).toBe('<span class="esc">\\0</span><span class="esc">\\u{d800}</span>')
})

test('an attribute holds no markup and no line break, a text of ours keeps its lines', () => {
  expect(attribute('a\n\u202Eb')).toBe('a\\n\\u{202e}b')
  expect(tooltip('a\n\u202Eb')).toBe('a\n\\u{202e}b')
  expect(lines('CREATE VIEW v AS\r\n\tSELECT 1')).toBe('CREATE VIEW v AS\n  SELECT 1')
})

test('emoji, combining marks and right-to-left scripts stay as they are', () => {
  for (const name of ['👨‍👩‍👧 📋', 'e\u0301', 'مرحبا', '名前']) expect(text(name)).toBe(name)
})

test('lists are joined without commas', () => {
  expect(html`<ul>${['a', 'b'].map(item => html`<li>${text(item)}</li>`)}</ul>${1.5}`).toBe(
    '<ul><li>a</li><li>b</li></ul>1.5',
  )
})
