// Every console block in docs/ is a real session.
import { describe, test } from 'vitest'
import { docsPaths, readPage } from './pages.ts'
import { expectSessionsToBeReal, showsSessions } from './shown-sessions.ts'

describe('the sessions shown in', () => {
  const pages = docsPaths().map(readPage).filter(showsSessions)
  test.each(pages.map(page => [page.path, page] as const))(
    '%s print what the page shows',
    async (_path, page) => {
      await expectSessionsToBeReal(page)
    },
  )
})
