// Views that stay behind, and those that read them.
import type { PlannedView } from '../../model/plan.ts'

/** A view that will not be there after all. */
export function leftOut(
  { name, target, original }: Pick<PlannedView, 'name' | 'target' | 'original'>,
  because: string,
): PlannedView {
  return { name, target, original, because, state: 'left out', sql: null, query: null }
}

export function leftOutMessage(because: string, original: string): string {
  return `is left out: ${because}. Its text: ${original.trim()}`
}

/** Views that read a view, through others too, itself included; by target names. */
export function withReaders(views: readonly PlannedView[], targets: readonly string[]): ReadonlySet<string> {
  const found = new Set(targets)
  for (const view of views) if (view.query?.views.some(target => found.has(target))) found.add(view.target)
  return found
}
