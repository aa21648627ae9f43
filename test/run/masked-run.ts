// What tests of masks stand on: a file in which every value that is masked holds one word, and a look for that word in all
// that a run says.
import { expect } from 'vitest'
import type { MaskWish } from '../../src/model/mask.ts'
import type { MigrateOptions } from '../../src/model/options.ts'
import type { RunReport } from '../../src/model/report.ts'
import { reportHtml } from '../../src/report/html/page.ts'
import { reportToJson } from '../../src/report/json.ts'

export const KEY = 'a key that only this test knows'
export const CANARY = 'canary'

export const SCHEMA = `CREATE TABLE users (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, email VARCHAR(60) NOT NULL UNIQUE, mail TEXT,
    password_hash VARCHAR(20) DEFAULT 'canary default', phone TEXT, token TEXT, born DATE, photo BLOB, guid UUID, plan TEXT);
  CREATE INDEX users_phone ON users (phone);
  CREATE VIEW people AS SELECT id, name, email, phone FROM users;
  INSERT INTO users VALUES
    (1, 'canary Ana', 'canary.ana@canary.example', 'canary@mail.example', 'canary-1', '+canary 1', 'canary t1', '1980-02-03', x'63616e617279', '3f2504e0-4f89-11d3-9a0c-0305e82c3301', 'free'),
    (2, 'canary Bo', 'canary.bo@canary.example', 'canary no address', 'canary-2', NULL, 'canary t2', NULL, NULL, NULL, 'paid'),
    (3, 'canary Cy', 'canary.cy@canary.example', 'canary@Mail.example', 'canary-1', 'canary', 'canary t3', '1999-12-31', x'00ff', 'ffffffff-4f89-11d3-9a0c-0305e82c3301', 'free');
  CREATE TABLE invoices (id INTEGER PRIMARY KEY, user_mail TEXT, cents INTEGER);
  INSERT INTO invoices VALUES (1, 'canary.ana@canary.example', 100), (2, NULL, 5);`

export const MASK: Readonly<Record<string, MaskWish>> = {
  'users.name': { fixed: 'Jane Doe' },
  'users.email': 'email',
  'users.mail': 'keep-domain',
  'users.password_hash': 'hash',
  'users.phone': 'null',
  'users.token': 'hash',
  'users.born': { fixed: '1970-01-01' },
  'users.photo': 'hash',
  'users.guid': 'hash',
  'invoices.*mail': 'hash',
}

/** What a run says anywhere, with all of its events. */
export async function said(run: (told: MigrateOptions) => Promise<RunReport>, options: MigrateOptions) {
  const events: unknown[] = []
  const report = await run({ ...options, onEvent: event => void events.push(event) })
  const told = JSON.stringify(events, (_, value) => (typeof value === 'bigint' ? String(value) : value))
  return { report, text: [reportToJson(report), reportHtml(report), told].join('\n') }
}

export function expectNoLeak(text: string): void {
  const at = text.search(/canary|63616e617279/i)
  expect(at < 0 ? '' : text.slice(Math.max(0, at - 200), at + 100)).toBe('')
  expect(text).not.toContain(KEY)
}
