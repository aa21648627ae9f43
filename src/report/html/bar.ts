// Bars: a share of a whole, drawn beside the number that says it.
import { type Html, html, NOTHING } from './html-text.ts'

/** Share of the largest, from 0 to 100, with one decimal, and 0 for nothing only; counts may pass 2^53. */
export function percentOf(part: bigint, whole: bigint): number {
  if (whole <= 0n || part <= 0n) return 0
  return Math.max(0.1, Number((part * 1000n) / whole) / 10)
}

/** A bar as long as its share; what is not nothing can be seen. */
export function bar(percent: number): Html {
  const filled = percent > 0 ? html`<i style="width:${percent}%"></i>` : NOTHING
  return html`<span class="bar" aria-hidden="true">${filled}</span>`
}

/** A bar that begins where the one before it ended. */
export function spanBar(startPercent: number, percent: number): Html {
  return html`<span class="bar span" aria-hidden="true"><i style="margin-left:${startPercent}%;width:${percent}%"></i></span>`
}
