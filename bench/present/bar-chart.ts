// A small writer of bar charts in SVG: groups of labelled bars, each group with its own scale from zero, a thin
// line from the least to the most value. Light and dark by the reader's own setting; no script, no font, no link.
// https://www.w3.org/TR/SVG2/ and https://www.w3.org/TR/mediaqueries-5/#prefers-color-scheme

export interface BarChart {
  readonly title: string
  /** Below the title, and what a screen reader says after it. */
  readonly description: string
  readonly groups: readonly BarGroup[]
}

export interface BarGroup {
  readonly title: string
  readonly bars: readonly ChartBar[]
}

export interface ChartBar {
  readonly label: string
  readonly value: number
  readonly least: number
  readonly most: number
  /** The value as it is written at the bar's end. */
  readonly text: string
  /** Ours stands out. */
  readonly emphasis: boolean
}

const WIDTH = 860
const LABEL_WIDTH = 250
const VALUE_WIDTH = 130
const BAR_WIDTH = WIDTH - LABEL_WIDTH - VALUE_WIDTH
const ROW = 24
const GROUP_GAP = 46
const HEAD = 68

const STYLE = `
  svg { font: 13px system-ui, sans-serif; --ink: #1f2328; --soft: #59636e; --back: #ffffff; --ours: #0969da; --other: #a8b1bb }
  @media (prefers-color-scheme: dark) {
    svg { --ink: #f0f6fc; --soft: #9198a1; --back: #0d1117; --ours: #4493f8; --other: #59636e }
  }
  .back { fill: var(--back) } text { fill: var(--ink) } .title { font-size: 17px; font-weight: 600 }
  .group { font-weight: 600 } text.value { fill: var(--soft) } .bar { fill: var(--other) } .ours { fill: var(--ours) }
  .spread { stroke: var(--ink); stroke-width: 1.5 }
`

/** The chart as an SVG file. */
export function drawBarChart({ title, description, groups }: BarChart): string {
  const parts: string[] = []
  let y = HEAD
  for (const group of groups) {
    parts.push(drawGroup(group, y))
    y += GROUP_GAP + group.bars.length * ROW
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${y}" viewBox="0 0 ${WIDTH} ${y}" role="img" aria-labelledby="title description">
<title id="title">${escapeXml(title)}</title>
<desc id="description">${escapeXml(description)}</desc>
<style>${STYLE}</style>
<rect class="back" width="${WIDTH}" height="${y}"/>
<text class="title" x="16" y="30">${escapeXml(title)}</text>
<text class="value" x="16" y="50">${escapeXml(description)}</text>
${parts.join('\n')}
</svg>
`
}

function drawGroup({ title, bars }: BarGroup, y: number): string {
  const largest = Math.max(...bars.map(bar => bar.most), Number.MIN_VALUE)
  const rows = bars.map((bar, i) => drawBar(bar, y + 30 + i * ROW, largest))
  return [`<text class="group" x="16" y="${y + 16}">${escapeXml(title)}</text>`, ...rows].join('\n')
}

function drawBar(
  { label, value, least, most, text, emphasis }: ChartBar,
  y: number,
  largest: number,
): string {
  const at = (amount: number): string => (LABEL_WIDTH + (amount / largest) * BAR_WIDTH).toFixed(1)
  const width = Math.max(1, (value / largest) * BAR_WIDTH).toFixed(1)
  const middle = y + 8
  const afterBar = LABEL_WIDTH + (most / largest) * BAR_WIDTH + 8
  const spread =
    least === most
      ? ''
      : `<line class="spread" x1="${at(least)}" x2="${at(most)}" y1="${middle}" y2="${middle}"/>`
  return [
    `<text x="${LABEL_WIDTH - 8}" y="${y + 13}" text-anchor="end">${escapeXml(label)}</text>`,
    `<rect class="bar${emphasis ? ' ours' : ''}" x="${LABEL_WIDTH}" y="${y}" width="${width}" height="16" rx="2"/>`,
    `${spread}<text class="value" x="${afterBar.toFixed(1)}" y="${y + 13}">${escapeXml(text)}</text>`,
  ].join('\n')
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, found => `&#${found.charCodeAt(0)};`)
}
