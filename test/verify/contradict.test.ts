// Defaults that cannot mean the same, and those of which nobody can say.
import { expect, test } from 'vitest'
import { boolean } from '../../src/codec/boolean.ts'
import { timestamp } from '../../src/codec/date-time.ts'
import { bigint } from '../../src/codec/integer.ts'
import { numericOf } from '../../src/codec/numeric.ts'
import { varchar } from '../../src/codec/text.ts'
import { contradict } from '../../src/verify/contradict.ts'
import { column } from './todo.ts'

const CANDIDATES = { boolean, bigint, numeric: numericOf(10, 2), varchar: varchar(9), timestamp }

test.each<[keyof typeof CANDIDATES, string, string, boolean]>([
  ['boolean', 'false', 'true', true],
  ['boolean', 'false', '1', true],
  ['boolean', 'false', "'1'::text", true],
  ['boolean', 'false', '0', false],
  ['boolean', 'false', "'f'::text", false],
  ['bigint', '1', '2', true],
  ['bigint', '1', '-1', true],
  ['bigint', '-1', "'-1'::integer", false],
  ['numeric', '1', '1.00', false],
  ['varchar', "'medium'", "'low'::text", true],
  ['varchar', "'it''s'", "'its'::text", true],
  ['varchar', "'007'", "'7'::text", true],
  ['varchar', "'low'", "lower('LOW'::text)", false],
  ['varchar', "'low'", "'low'::character varying(9)", false],
  ['timestamp', "'2024-05-06'", "'2024-05-06 00:00:00'::timestamp", false],
  ['timestamp', 'now()', 'CURRENT_TIMESTAMP', false],
])('of a %s: %s against %s: %s', (name, planned, found, contradicts) => {
  expect(contradict(column('v', CANDIDATES[name]), planned, found, new Map())).toBe(contradicts)
})
