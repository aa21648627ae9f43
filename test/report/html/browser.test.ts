// The HTML report of a real run, opened in a real browser: a file full of hostile names and values, moved by the
// command line into a real server.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import Database from 'better-sqlite3'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeFolder, runIn } from '../../cli/command-line.ts'
import { query, type TestDatabase, withDatabase } from '../../server/database.ts'
import { CHROMIUM_PATH, openBrowser } from './chromium.ts'

const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(2)>',
  "'><svg/onload=alert(3)>",
  '</title></style></svg></script>',
  `\`$\{alert(4)}\``,
  '\u202Egnp.exe',
  'line\nbreak',
  'x'.repeat(63),
  'emoji 📋👨‍👩‍👧',
  '&lt;b&gt;',
]

/** As the page is to show them. */
const SHOWN = HOSTILE.map(name => name.replace('\u202E', '\\u{202e}').replace('\n', '\\n'))

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

function makeSource(path: string): void {
  const file = new Database(path)
  file.pragma('foreign_keys = off')
  file.exec('BEGIN')
  for (const [i, name] of HOSTILE.entries()) {
    const parent = quoted(HOSTILE[Math.floor(i / 2)] ?? name)
    file.exec(
      `CREATE TABLE ${quoted(name)} (id INTEGER PRIMARY KEY, ${quoted(`c ${name}`)} VARCHAR(9), up INTEGER REFERENCES ${parent}(id))`,
    )
    const insert = file.prepare(`INSERT INTO ${quoted(name)} VALUES (?, ?, ?)`)
    // Values beyond their type get into the reasons, rows without a parent into the notices.
    for (let id = 1; id <= 1200 + i; id++) insert.run(id, HOSTILE[id % HOSTILE.length], id === 7 ? 99_999 : 1)
  }
  file.exec(`CREATE VIEW "v<u>" AS SELECT group_concat(id) AS "<i>" FROM ${quoted(HOSTILE[0] ?? '')}`)
  file.exec('COMMIT')
  file.close()
}

interface Opened {
  readonly page: Page
  /** Errors, dialogs and requests beyond the file itself. */
  readonly complaints: string[]
}

if (CHROMIUM_PATH === null)
  console.warn('No Chromium is on the PATH: the HTML report is not tested in a browser.')

describe.skipIf(CHROMIUM_PATH === null)('the report in a browser', () => {
  const folder = makeFolder()
  const source = join(folder, 'hostile.db')
  const reports = {
    moved: join(folder, 'moved.html'),
    different: join(folder, 'different.htm'),
    refused: join(folder, 'refused.html'),
  }
  const exitCodes: Record<string, number> = {}
  let database: TestDatabase
  let browser: Browser

  const run = async (report: keyof typeof reports, ...argv: readonly string[]): Promise<void> => {
    const words = [...argv, '-s', source, '-p', database.url, '--quiet', '--report', reports[report]]
    exitCodes[report] = (await runIn(words)).exitCode
  }

  beforeAll(async () => {
    makeSource(source)
    database = await withDatabase()
    await run('moved')
    await run('refused', '--orphans', 'fail', '--schema', 'other')
    const target = quoted(HOSTILE[0] ?? '')
    await query(database.url, `UPDATE public.${target} SET up = 2 WHERE id = 11`)
    await query(database.url, `DELETE FROM public.${quoted(HOSTILE[1] ?? '')} WHERE id = 12`)
    await run('different', 'verify')
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await database?.drop()
  })

  async function open(report: keyof typeof reports, options: BrowserContextOptions = {}): Promise<Opened> {
    const page = await browser.newPage(options)
    const complaints: string[] = []
    const url = pathToFileURL(reports[report]).href
    page.on('console', message => complaints.push(`console: ${message.text()}`))
    page.on('pageerror', error => complaints.push(`error: ${error.message}`))
    page.on('dialog', dialog => {
      complaints.push(`dialog: ${dialog.message()}`)
      void dialog.dismiss()
    })
    page.on('request', request => {
      if (request.url() !== url) complaints.push(`request: ${request.url()}`)
    })
    await page.goto(url)
    return { page, complaints }
  }

  const openAll = (page: Page) =>
    page.locator('details').evaluateAll(folds => {
      for (const fold of folds) fold.setAttribute('open', '')
    })

  const seen = async (page: Page, selector: string): Promise<string> =>
    (await page.locator(selector).allInnerTexts()).join('\n')

  test('the verdict is the heading, and the figures stand below it', async () => {
    const { page } = await open('moved')
    expect(exitCodes['moved']).toBe(0)
    expect(await page.locator('h1').count()).toBe(1)
    expect(await seen(page, 'h1')).toMatch(/Moved and \w+: 10\stables, 12,045\srows/)
    expect(await seen(page, '.figures')).toMatch(/Rows\s+12,045/)
    expect(await page.title()).toMatch(/^hostile\.db: Moved and /)
    await page.close()
  })

  test('every hostile name is text, wherever it stands', async () => {
    const { page } = await open('moved')
    const heads = await page.locator('#tables tbody th').allInnerTexts()
    expect(heads.toSorted()).toEqual(SHOWN.toSorted())
    expect(await seen(page, '#tables tbody tr:first-child')).toMatch(/1,209/)
    expect((await page.locator('svg.diagram .box').allTextContents()).join()).toContain(
      '<script>alert(1)</script>',
    )
    await openAll(page)
    for (const name of SHOWN) expect(await seen(page, '#types')).toContain(`c ${name}`)
    expect(await seen(page, '#left-out')).toContain('v<u>')
    await page.close()
  })

  test.each(['moved', 'different', 'refused'] as const)(
    'the page %s runs no script, makes no request and has no element that could',
    async report => {
      const { page, complaints } = await open(report)
      await openAll(page)
      const elements = 'script, img, iframe, object, embed, link, form, svg svg svg, [onload], [onerror]'
      expect(await page.locator(elements).count()).toBe(0)
      expect(await page.locator('b, u, i:not(.bar i)').count()).toBe(0)
      expect(complaints).toEqual([])
      await page.close()
    },
  )

  test.each(['moved', 'different', 'refused'] as const)(
    'the page %s is no wider than a phone of 360 pixels',
    async report => {
      const { page } = await open(report, { viewport: { width: 360, height: 740 } })
      await openAll(page)
      expect(await page.locator('html').evaluate(root => root.scrollWidth)).toBe(360)
      const wide = await page.locator('#tables .scroll').evaluate(box => box.scrollWidth > box.clientWidth)
      expect(wide).toBe(true)
      await page.close()
    },
  )

  test('in dark mode it is dark', async () => {
    const brightness = async (colorScheme: 'light' | 'dark'): Promise<number> => {
      const { page } = await open('moved', { colorScheme })
      const colour = await page.evaluate<string>('getComputedStyle(document.body).backgroundColor')
      await page.close()
      return Math.max(...(colour.match(/\d+/g) ?? []).map(Number))
    }
    expect(await brightness('light')).toBeGreaterThan(230)
    expect(await brightness('dark')).toBeLessThan(50)
  })

  test('on paper every fold is open', async () => {
    const { page } = await open('moved')
    const reason = page.locator('#types td').first()
    expect(await reason.isVisible()).toBe(false)
    await page.emulateMedia({ media: 'print' })
    expect(await reason.isVisible()).toBe(true)
    expect((await reason.boundingBox())?.height).toBeGreaterThan(0)
    await page.close()
  })

  test('heads of tables have a scope, and every heading a section', async () => {
    const { page } = await open('moved')
    expect(await page.locator('th:not([scope])').count()).toBe(0)
    expect(await page.locator('section:not([aria-labelledby])').count()).toBe(0)
    expect(await page.locator('svg[role=img]:not([aria-label])').count()).toBe(0)
    expect(await page.locator('nav a').count()).toBe(await page.locator('section').count())
    await page.close()
  })

  test('differences stand first, by table and with both sides', async () => {
    const { page } = await open('different')
    expect(exitCodes['different']).toBe(6)
    expect(await seen(page, 'h1')).toContain('Source and target differ')
    expect(await page.locator('section').first().getAttribute('id')).toBe('differences')
    const told = await seen(page, '#differences')
    expect(told).toContain('"><img src=x onerror=alert(2)>')
    expect(told).toMatch(/1,?201/)
    await page.close()
  })

  test('a refusal shows the error, the next step, and what needs a decision', async () => {
    const { page } = await open('refused')
    expect(exitCodes['refused']).toBe(5)
    expect(await seen(page, 'h1')).toContain('Stopped: a decision is needed')
    expect(await seen(page, '.error')).toMatch(/DECISION_NEEDED[\s\S]*Next step: .*--orphans/)
    expect(await seen(page, '#notices')).toContain('Needs your decision')
    await page.close()
  })
})
