// How each part of the report looks: verdict, sections, tables, bars, badges, folds, diagram.
import { html } from './html-text.ts'

const VERDICT = html`
.verdict{background:var(--card);border:1px solid var(--line);border-left:6px solid var(--muted);border-radius:10px;padding:1.5rem}
.verdict h1 span{font-weight:700}
.verdict.good{border-left-color:var(--good)}.verdict.fair{border-left-color:var(--fair)}.verdict.bad{border-left-color:var(--bad)}
.verdict.good,.verdict.fair,.verdict.bad{color:var(--ink)}
.verdict.good h1{color:var(--good)}.verdict.fair h1{color:var(--fair)}.verdict.bad h1{color:var(--bad)}
.kicker{margin:0 0 .35rem;color:var(--muted);font-size:.85rem;letter-spacing:.04em}
.between{margin:.6rem 0}
.error{margin-top:1rem;padding:.75rem 1rem;border-radius:8px;background:var(--bad-soft)}
.figures{display:flex;flex-wrap:wrap;gap:.75rem;margin:1.25rem 0 0}
.figures>div{flex:1 1 7.5rem;max-width:15rem;display:flex;flex-direction:column-reverse;justify-content:flex-end;padding:.6rem .8rem;border-radius:8px;background:var(--soft)}
.figures dt{font-size:.8rem;color:var(--muted)}
.figures dd{margin:0;white-space:nowrap;font-size:1.35rem;font-weight:600;line-height:1.3;font-variant-numeric:tabular-nums}
.figures .plain dd{color:var(--ink)}
.figures .fair{background:var(--fair-soft)}.figures .bad{background:var(--bad-soft)}.figures .good{background:var(--good-soft)}
`

const SECTIONS = html`
nav ul{display:flex;flex-wrap:wrap;gap:.35rem 1.1rem;margin:1.1rem 0;padding:0 .25rem;list-style:none;font-size:.9rem}
nav a{text-decoration:none}nav a:hover{text-decoration:underline}
section{margin:1.25rem 0;padding:1.25rem 1.5rem;background:var(--card);border:1px solid var(--line);border-radius:10px;scroll-margin-top:1rem}
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(17rem,100%),1fr));gap:1.5rem}
.facts{margin:0}.facts>div{margin-bottom:.45rem}
.facts dt{font-size:.8rem;color:var(--muted)}.facts dd{margin:0}
.notice{margin:.75rem 0;padding-left:.9rem;border-left:3px solid var(--line);color:var(--ink)}
.notice.fair{border-color:var(--fair)}.notice.bad{border-color:var(--bad)}
.notice ul{margin:.35rem 0;padding-left:1.1rem}.notice li{margin:.25rem 0}
.notice .hint{color:var(--muted);font-size:.92rem}
.chips{display:flex;flex-wrap:wrap;gap:.4rem;margin:.5rem 0;padding:0;list-style:none}
.chips li{padding:.1rem .6rem;border:1px solid var(--line);border-radius:1rem;background:var(--soft)}
`

const TABLES = html`
.scroll{overflow-x:auto;max-width:100%}
table{border-collapse:collapse;width:100%;font-size:.92rem}
th,td{padding:.45rem .75rem .45rem 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--line);overflow-wrap:break-word;min-width:6rem;max-width:30rem}
table.narrow{width:auto}
tbody th{min-width:7.5rem}
th{font-weight:500}
thead th{font-size:.8rem;font-weight:600;color:var(--muted);white-space:nowrap;vertical-align:bottom}
tfoot th,tfoot td{font-weight:600;border-bottom:0}
.end{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
tr>:last-child{padding-right:0}
td .name,th .name,.value{overflow-wrap:anywhere}
.measured{display:flex;flex-direction:column;gap:.25rem;min-width:7rem;max-width:22rem;padding-top:.05rem}
.amount{font-variant-numeric:tabular-nums;white-space:nowrap}
.bar{display:block;height:.4rem;border-radius:.2rem;background:var(--soft);overflow:hidden}
.bar i{display:block;height:100%;min-width:2px;border-radius:.2rem;background:var(--accent)}
.bar.span{height:.75rem;min-width:9rem;margin-top:.4rem}
.badge{white-space:nowrap;padding:.05rem .5rem;border-radius:1rem;font-size:.85em;background:var(--soft);color:var(--muted)}
.badge.good{background:var(--good-soft);color:var(--good)}.badge.fair{background:var(--fair-soft);color:var(--fair)}.badge.bad{background:var(--bad-soft);color:var(--bad)}
`

const FOLDS = html`
summary{cursor:pointer;padding:.35rem 0}
details.table{border-bottom:1px solid var(--line)}details.table:last-child{border-bottom:0}
details.table[open]{padding-bottom:.75rem}
details.more summary{padding:0}
details.more[open]>summary>span{color:var(--muted)}
details.rest>summary{color:var(--accent)}
`

const DIAGRAM = html`
svg.diagram{display:block;max-width:100%;height:auto;margin:.5rem auto}
.box rect{fill:var(--card);stroke:var(--muted)}
.box.bad rect{stroke:var(--bad);stroke-width:2}
.box text{fill:var(--ink)}
.box .box-name{font:600 12px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
.box .box-rows{font:12px system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;fill:var(--muted)}
.arrow{fill:none;stroke:var(--muted);stroke-width:1.4}
.arrow:hover{stroke-width:3}
.arrow.not-valid{stroke:var(--fair);stroke-dasharray:7 4}
.arrow.left-out{stroke:var(--bad);stroke-dasharray:2 4}
marker path{fill:var(--muted)}marker.not-valid path{fill:var(--fair)}marker.left-out path{fill:var(--bad)}
.legend{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;margin:.25rem 0;padding:0;list-style:none;font-size:.85rem;color:var(--muted)}
`

const PHONE = html`
@media (max-width:40rem){
main,footer{padding:.75rem}
.verdict,section{padding:1rem .9rem}
.figures{gap:.5rem}}
`

export const PARTS_STYLE = html`${VERDICT}${SECTIONS}${TABLES}${FOLDS}${DIAGRAM}${PHONE}`
