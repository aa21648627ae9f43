// How much of big tables is compared for a quick look, and which part of them.

/** So many rows of each table, or such a share of them. The same seed takes the same rows of the same tables. */
export type SampleSize =
  | { readonly rows: number; readonly seed?: number }
  | { readonly percent: number; readonly seed?: number }

export type SampleChoice = SampleSize & { readonly seed: number }

/** `10000:7`, `2.5%:7`: what `--sample` takes. */
export function sampleText(choice: SampleChoice): string {
  const size = 'rows' in choice ? String(choice.rows) : `${choice.percent}%`
  return `${size}:${choice.seed}`
}
