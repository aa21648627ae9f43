// docs/certificate.md: its table of rules is the program's, and its example can be followed by hand.
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { targetValue } from '../../src/codec/digest/target-values.ts'
import type { DigestRule } from '../../src/model/digest.ts'
import { postgres } from '../../src/sql/text.ts'
import { certified } from '../run/certified.ts'
import { sourceFile } from '../run/workplace.ts'
import { query, withDatabase } from '../server/database.ts'
import { bare, readPage, section, tableRows } from './pages.ts'

const page = readPage('docs/certificate.md')
const { text } = page

/** Every rule there is: the compiler asks for those that are missing. */
const RULES = {
  ...{ boolean: 1, integer: 1, decimal: 1, double: 1, text: 1, 'short text': 1, 'number in text': 1 },
  ...{ output: 1, json: 1, jsonb: 1, bytes: 1, 'short bytes': 1, uuid: 1, guid: 1, date: 1, time: 1 },
  ...{ timestamp: 1, timestamptz: 1, microseconds: 1, interval: 1, array: 1 },
} satisfies Record<Exclude<DigestRule, `timestamptz ${string}`>, 1>

test('the page has every rule with what it means, and no other', () => {
  const rules = [...Object.keys(RULES), 'timestamptz ZONE'] as DigestRule[]
  const meant = rules.map(rule => {
    const value = targetValue(rule, postgres`v`)
    return [rule, value?.form, value?.sql.replaceAll('|', '\\|')]
  })
  const rows = tableRows(section(page, 'Rules')).map(([rule = '', form, sql = '']) => [
    bare(rule),
    form,
    bare(sql),
  ])
  expect(rows.sort()).toEqual(meant.sort())
})

function blocks(language: string): readonly string[] {
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'gms'))].map(
    ([, code = '']) => code,
  )
}

const sha256 = (written: string): string => createHash('sha256').update(written).digest('hex')

const hasJq = spawnSync('jq', ['--version']).status === 0

test.skipIf(!hasJq)('the digest of the whole is what jq and sha256sum make of it', async () => {
  const [command = ''] = blocks('sh').filter(block => block.startsWith('jq '))
  const database = await withDatabase()
  try {
    const { certificate, path } = await certified(
      database.url,
      sourceFile(
        `CREATE TABLE "Tür" (id INTEGER PRIMARY KEY, "b€" TEXT); INSERT INTO "Tür" VALUES (9007199254740993, '"\\')`,
      ),
    )
    const [found] = execFileSync('sh', ['-c', command.replace('todo-copy.json', path)], {
      encoding: 'utf8',
    }).split(' ')
    expect(found).toBe(certificate.digest)
  } finally {
    await database.drop()
  }
})

describe('the example', () => {
  const [source = '', rangeSql = ''] = blocks('sql')
  const [texts = '', rootText = '', contentText = ''] = blocks('text')

  test('has the digests that the program makes, that psql gives, and that anybody computes', async () => {
    const database = await withDatabase()
    try {
      const { certificate } = await certified(database.url, sourceFile(source))
      const [table] = certificate.tables
      if (table?.partition.kind !== 'ranges') throw new Error('no ranges')
      const digest = table.partition.ranges[0]?.sha256 ?? ''
      expect(sha256(texts.replaceAll('\n', ''))).toBe(digest)
      expect(await query(database.url, rangeSql)).toEqual([{ rows: '2', sha256: digest }])
      expect(rootText).toContain(digest)
      expect(sha256(rootText)).toBe(table.root)
      expect(contentText).toBe(`${table.root} 5:notes\n`)
      expect(sha256(contentText)).toBe(certificate.source.contentRoot)
      for (const shown of [digest, table.root, certificate.source.contentRoot]) expect(text).toContain(shown)
    } finally {
      await database.drop()
    }
  })
})
