// How the report looks: the fonts of the reader's own system, one accent, states in green, amber and red beside
// their words; light and dark, screen and paper. No font, image or script comes from anywhere.
import { html } from './html-text.ts'
import { PARTS_STYLE } from './style-parts.ts'

const COLOURS = html`
:root{color-scheme:light dark;--bg:#f5f6f8;--card:#fff;--ink:#1b2330;--muted:#586373;--line:#dde2e9;--soft:#eef1f5;
--accent:#2d5f9f;--good:#18794a;--fair:#8a5a00;--bad:#b4281f;--good-soft:#e4f4eb;--fair-soft:#fbf1dc;--bad-soft:#fbe9e7}
@media (prefers-color-scheme:dark){:root{--bg:#11151b;--card:#191f27;--ink:#e5e9ef;--muted:#9ba7b6;--line:#2d3642;--soft:#222a34;
--accent:#7fb0f2;--good:#62cf97;--fair:#e5b454;--bad:#ff8f86;--good-soft:#16301f;--fair-soft:#33280f;--bad-soft:#3a1a18}}
`

const GROUND = html`
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-behavior:smooth}
body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif;overflow-wrap:anywhere}
main,footer{max-width:70rem;margin:0 auto;padding:1.5rem 1.25rem}
footer{padding-top:0;font-size:.85rem}
h1{margin:0;font-size:clamp(1.5rem,4.5vw,2.25rem);line-height:1.2;letter-spacing:-.01em;text-wrap:balance}
h2{margin:0 0 .75rem;font-size:1.25rem;line-height:1.3}
h3{margin:1.5rem 0 .5rem;font-size:1rem}
h3:first-child{margin-top:0}
p{margin:.5rem 0}
a{color:var(--accent)}
.muted{color:var(--muted);font-weight:400}
code,pre,.name,.value{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.875em}
.value{background:var(--soft);border-radius:4px;padding:.1em .3em;white-space:break-spaces}
.esc{color:var(--accent);background:var(--soft);border-radius:3px;padding:0 .15em}
.lines,pre{white-space:pre-wrap}
pre{margin:.5rem 0;padding:.75rem;background:var(--soft);border-radius:6px}
.good{color:var(--good)}.fair{color:var(--fair)}.bad{color:var(--bad)}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
`

/** On paper everything is open and nothing is cut. */
const PAPER = html`
@media print{
:root{--bg:#fff;--card:#fff;--ink:#000;--muted:#444;--line:#bbb;--soft:#f0f0f0;--accent:#234f86;--good:#12643c;--fair:#6e4800;--bad:#9a1f17;--good-soft:#fff;--fair-soft:#fff;--bad-soft:#fff;color-scheme:light}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
body{font-size:10.5pt}
main,footer{max-width:none;padding:0}
nav{display:none}
section{padding:0;border:0;box-shadow:none;margin:1.5rem 0}
.scroll{overflow:visible}
th,td{min-width:0;padding-left:.35rem;padding-right:.35rem}
tr,.card,.notice,.figures>div,.verdict{break-inside:avoid}
thead{display:table-header-group}tfoot{display:table-row-group}
h2,h3,summary{break-after:avoid}
details::details-content{content-visibility:visible;block-size:auto;display:block}
summary{list-style:none}
@supports selector(::details-content){details.more>summary{display:none}details.more>pre{margin:0}}
svg.diagram{min-width:0!important}
a{color:inherit;text-decoration:none}}
`

export const STYLE = html`${COLOURS}${GROUND}${PARTS_STYLE}${PAPER}`
