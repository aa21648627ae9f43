import { expect, test } from 'vitest'
import { recordToJson, reportToJson } from '../../src/report/json.ts'
import { reportedTable, sampleReport } from './sample-run.ts'

test('fields come in the order of the contract', () => {
  const parsed = JSON.parse(reportToJson(sampleReport))
  expect(Object.keys(parsed)).toEqual([
    'formatVersion',
    'tool',
    'verb',
    'dryRun',
    'outcome',
    'exitCode',
    'startedAt',
    'seconds',
    'source',
    'target',
    'tables',
    'quarantine',
    'foreignKeys',
    'indexes',
    'sequences',
    'views',
    'differences',
    'checks',
    'notices',
    'steps',
    'error',
    'certificate',
  ])
  expect(Object.keys(parsed.tables[0])).toEqual([
    'source',
    'target',
    'sourceRows',
    'copiedRows',
    'quarantinedRows',
    'targetRows',
    'bytes',
    'seconds',
    'proof',
    'differing',
    'comparedRows',
    'columns',
  ])
})

test('the order does not depend on how the report was put together', () => {
  const reversed = Object.fromEntries(
    Object.entries(sampleReport).reverse(),
  ) as unknown as typeof sampleReport
  expect(reportToJson(reversed)).toBe(reportToJson(sampleReport))
})

test('integers up to 2^53 are numbers, beyond they are strings', () => {
  const rows = (count: bigint): unknown =>
    JSON.parse(reportToJson({ ...sampleReport, tables: [reportedTable('t', count)] })).tables[0].sourceRows
  expect(rows(2n ** 53n)).toBe(2 ** 53)
  expect(rows(2n ** 53n + 1n)).toBe('9007199254740993')
  expect(rows(-(2n ** 53n) - 1n)).toBe('-9007199254740993')
})

test('seconds are told to the microsecond', () => {
  expect(JSON.parse(reportToJson({ ...sampleReport, seconds: 0.0623757510001 })).seconds).toBe(0.062376)
})

test('control characters never stand raw in the text, and come back when it is parsed', () => {
  const odd = { name: 'a\u001b[31m\u009b2J\u202E\n' }
  const text = recordToJson(odd)
  expect(text).not.toMatch(/[\u001b\u009b\u202e]/)
  expect(JSON.parse(text)).toEqual(odd)
})
