import { describe, expect, test } from 'vitest'
import { inspectedTable } from './inspected.ts'

const PLAIN = { name: null, onDelete: 'no action', onUpdate: 'no action', deferred: false }

describe('foreign keys', () => {
  test('come in the order of declaration with names, actions and deferral', async () => {
    const { foreignKeys } = await inspectedTable(
      `CREATE TABLE t (
        a INTEGER CONSTRAINT fk_a REFERENCES Parent ON DELETE CASCADE,
        b REFERENCES p (ID) ON UPDATE SET NULL ON DELETE SET DEFAULT DEFERRABLE INITIALLY DEFERRED,
        c, d,
        CONSTRAINT fk_cd FOREIGN KEY (C, d) REFERENCES q (x, y) ON DELETE RESTRICT DEFERRABLE,
        FOREIGN KEY (d) REFERENCES t (a))`,
    )
    expect(foreignKeys).toEqual([
      { ...PLAIN, name: 'fk_a', columns: ['a'], parent: 'Parent', parentColumns: [], onDelete: 'cascade' },
      {
        ...PLAIN,
        columns: ['b'],
        parent: 'p',
        parentColumns: ['ID'],
        onDelete: 'set default',
        onUpdate: 'set null',
        deferred: true,
      },
      {
        ...PLAIN,
        name: 'fk_cd',
        columns: ['c', 'd'],
        parent: 'q',
        parentColumns: ['x', 'y'],
        onDelete: 'restrict',
      },
      { ...PLAIN, columns: ['d'], parent: 't', parentColumns: ['a'] },
    ])
  })

  test('behind NOT DEFERRABLE are immediate', async () => {
    const { foreignKeys } = await inspectedTable(
      'CREATE TABLE t (a REFERENCES p NOT DEFERRABLE INITIALLY DEFERRED, b REFERENCES p DEFERRABLE)',
    )
    expect(foreignKeys.map(({ deferred }) => deferred)).toEqual([false, false])
  })

  test('of one column to two parents are two', async () => {
    const { foreignKeys } = await inspectedTable('CREATE TABLE t (a REFERENCES p REFERENCES q (x))')
    expect(foreignKeys.map(({ parent }) => parent)).toEqual(['p', 'q'])
  })

  test('to a composite primary key without columns name none', async () => {
    const { foreignKeys } = await inspectedTable('CREATE TABLE t (a, b, FOREIGN KEY (a, b) REFERENCES p)')
    expect(foreignKeys).toMatchObject([{ columns: ['a', 'b'], parentColumns: [] }])
  })
})
