// The words that PostgreSQL and we read as truth, and those that look like it.
import { describe, expect, it } from 'vitest'
import { shapeOfTruth } from '../../src/codec/boolean.ts'

describe('a truth value is', () => {
  it.each(['0', '1', 't', 'f', 'T', 'true', 'FALSE', 'True', 'y', 'n', 'yes', 'NO', 'on', 'Off'])(
    '%s',
    text => {
      expect(shapeOfTruth(text)).not.toBeNull()
    },
  )
})

describe('no truth value is', () => {
  it.each([
    '',
    ' ',
    '2',
    '-1',
    '1.0',
    '00',
    ' true',
    'true ',
    'tr',
    'yeah',
    'null',
    'None',
    'enabled',
    'о',
    'ТRUE',
  ])('“%s”', text => {
    expect(shapeOfTruth(text)).toBeNull()
  })
})
