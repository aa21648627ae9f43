// A link inside the project leads somewhere: the file is there, and so is the heading behind #.
import { existsSync, statSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { expect, test } from 'vitest'
import { allPages, headings, type Page, ROOT, readPage, withoutFences } from './pages.ts'

interface Link {
  readonly page: string
  readonly to: string
}

const links = allPages().flatMap(({ path, text }): Link[] =>
  [...withoutFences(text).matchAll(/\]\(([^)\s]+)\)/g)].map(found => ({ page: path, to: found[1] ?? '' })),
)

test('every internal link leads to a file and a heading that are there', () => {
  const internal = links.filter(({ to }) => !/^[a-z]+:/i.test(to))
  expect(internal.length).toBeGreaterThan(20)
  expect(internal.filter(link => !leadsSomewhere(link))).toEqual([])
})

test('every page of docs/ can be reached from the README', () => {
  const reached = new Set(['README.md'])
  for (const from of reached) {
    for (const { to } of links.filter(link => link.page === from && !/^[a-z]+:/i.test(link.to))) {
      const path = targetPath({ page: from, to })
      if (path.endsWith('.md')) reached.add(path)
    }
  }
  expect(
    allPages()
      .map(page => page.path)
      .filter(path => !reached.has(path)),
  ).toEqual([])
})

function targetPath({ page, to }: Link): string {
  const [file = ''] = to.split('#')
  return file === '' ? page : normalize(join(dirname(page), file))
}

function leadsSomewhere(link: Link): boolean {
  const path = targetPath(link)
  if (!existsSync(join(ROOT, path))) return false
  const anchor = link.to.split('#')[1]
  if (anchor === undefined || statSync(join(ROOT, path)).isDirectory()) return anchor === undefined
  return anchors(readPage(path)).has(anchor)
}

/** As GitHub makes them: lower case, punctuation dropped, blanks as hyphens. */
function anchors(page: Page): ReadonlySet<string> {
  return new Set(
    headings(page).map(heading =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  )
}
