// The clauses of columns and tables: keys, checks, defaults and collations.
import { Names } from './hostile-names.ts'
import { makeCheck, makeDefault, type Named, spell } from './make-expressions.ts'
import type { Random } from './random.ts'
import { type Clause, quoteName } from './source-model.ts'

export interface Workshop {
  readonly random: Random
  readonly hostility: number
  /** Names what the database shows, for counting how much the generator covers. */
  readonly features: Set<string>
}

export function makeColumnClauses(column: Named, workshop: Workshop): readonly Clause[] {
  const { random, features } = workshop
  const clauses: Clause[] = []
  const constraint = (): string =>
    random.chance(0.1) ? `CONSTRAINT ${quoteName(new Names(random, 0.5).take())} ` : ''
  if (random.chance(0.2)) {
    const isLate = random.chance(0.1)
    clauses.push({ kind: 'not null', sql: `${constraint()}NOT NULL`, ...(isLate && { isLate }) })
    if (isLate) features.add('NOT NULL behind the rows')
  }
  if (random.chance(0.07))
    clauses.push({
      kind: 'unique',
      sql: `${constraint()}UNIQUE${random.chance(0.15) ? ' ON CONFLICT IGNORE' : ''}`,
      columns: [column.name],
    })
  if (random.chance(0.2)) {
    const { sql, steady } = makeDefault(random, column.kind)
    clauses.push(
      steady
        ? { kind: 'default', sql: `DEFAULT ${sql}`, steady: sql }
        : { kind: 'default', sql: `DEFAULT ${sql}` },
    )
    features.add(steady ? 'default' : 'clock or random default')
  }
  if (random.chance(0.12))
    clauses.push({ kind: 'check', sql: `${constraint()}CHECK (${makeCheck(random, column, column)})` })
  if (random.chance(0.1)) {
    const collation = random.pick(['NOCASE', 'NOCASE', 'RTRIM', 'BINARY', 'nocase'])
    clauses.push({ kind: 'collate', sql: `COLLATE ${collation}` })
    features.add(`collate ${collation.toUpperCase()}`)
  }
  for (const { kind } of clauses) features.add(kind)
  return clauses
}

/** Only the first `storable` columns may be in a primary key: the last may be generated. */
export function makeTableClauses(
  named: readonly Named[],
  storable: number,
  hasPrimary: boolean,
  workshop: Workshop,
): readonly Clause[] {
  const { random, features } = workshop
  const clauses: Clause[] = []
  const label = (): string =>
    random.chance(0.3) ? `CONSTRAINT ${quoteName(new Names(random, workshop.hostility).take())} ` : ''
  const keyed = (columns: readonly Named[]): string =>
    columns
      .map(
        ({ name }) =>
          `${spell(random, name)}${random.chance(0.06) ? ' COLLATE NOCASE' : ''}${random.chance(0.06) ? ' DESC' : ''}`,
      )
      .join(', ')
  const addKey = (kind: 'primary key' | 'unique'): void => {
    const candidates = kind === 'unique' ? named : named.slice(0, storable)
    const columns = random.sample(candidates, random.pick([1, 2, 2, 3]))
    const conflict = random.chance(0.06) ? ' ON CONFLICT IGNORE' : ''
    clauses.push({
      kind,
      sql: `${label()}${kind.toUpperCase()} (${keyed(columns)})${conflict}`,
      columns: columns.map(({ name }) => name),
    })
    features.add(columns.length > 1 ? `composite ${kind}` : kind)
  }
  if (!hasPrimary && random.chance(0.5)) addKey('primary key')
  if (random.chance(0.15)) addKey('unique')
  if (random.chance(0.03)) addKey('unique')
  if (random.chance(0.12)) {
    clauses.push({
      kind: 'check',
      sql: `${label()}CHECK (${makeCheck(random, random.pick(named), random.pick(named))})`,
    })
    features.add('check')
  }
  return clauses
}
