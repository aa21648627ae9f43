import { expect, test } from 'vitest'
import { doctorText } from '../../src/report/doctor-text.ts'

test('each line has its mark and the next step, and the last one says whether a run can work', () => {
  const lines = [
    { ok: 'yes', subject: 'source', fact: 'todo.db is readable', next: '' },
    {
      ok: 'no',
      subject: 'schemas',
      fact: 'no right to create schemas',
      next: 'GRANT CREATE ON DATABASE app TO me;',
    },
    { ok: 'note', subject: 'TLS', fact: 'not used', next: '' },
  ] as const
  expect(doctorText(lines)).toBe(
    [
      '✓ source  todo.db is readable',
      '✗ schemas no right to create schemas',
      '  → GRANT CREATE ON DATABASE app TO me;',
      '· TLS     not used',
      '',
      'A run cannot work here yet: 1 thing to put right.',
    ].join('\n'),
  )
  expect(doctorText(lines.filter(line => line.ok !== 'no'))).toMatch(/\nA run can work here\.$/)
})
