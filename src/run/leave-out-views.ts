// A plan of which some views turned out not to be carried: they and the views that read them are left out, each
// with its reason.
import type { Notice, Plan, PlannedView } from '../model/plan.ts'
import { makeNotice } from '../plan/notices.ts'
import { leftOut, leftOutMessage, withReaders } from '../plan/views/left-out-views.ts'

export interface Narrowed {
  readonly plan: Plan
  /** One for each view that was left out here. */
  readonly notices: readonly Notice[]
}

/** `reasons` by target names. */
export function leaveOutViews(plan: Plan, reasons: ReadonlyMap<string, string>): Narrowed {
  const lost = withReaders(plan.views, [...reasons.keys()])
  const notices: Notice[] = []
  const views = plan.views.map(view => {
    if (!lost.has(view.target) || view.state === 'left out') return view
    const because = reasons.get(view.target) ?? readerReason(view, lost)
    notices.push(makeNotice('VIEW_LEFT_OUT', view.name, leftOutMessage(because, view.original)))
    return leftOut(view, because)
  })
  return { plan: { ...plan, views, notices: [...plan.notices, ...notices] }, notices }
}

function readerReason({ query }: PlannedView, lost: ReadonlySet<string>): string {
  const read = query?.views.find(target => lost.has(target)) ?? ''
  return `it reads the view ${read}, which is left out`
}
