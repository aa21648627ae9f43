// The affinity of a declared type: SQLite's five rules, in SQLite's order, odd results included
// (`CHARINT` is INTEGER, `STRING` is NUMERIC). https://www.sqlite.org/datatype3.html#determination_of_column_affinity

export type Affinity = 'integer' | 'text' | 'blob' | 'real' | 'numeric'

const RULES: readonly (readonly [RegExp, Affinity])[] = [
  [/INT/i, 'integer'],
  [/CHAR|CLOB|TEXT/i, 'text'],
  [/BLOB|^$/i, 'blob'],
  [/REAL|FLOA|DOUB/i, 'real'],
]

/** What SQLite does to values of a column, or of a CAST, with this type. */
export function affinityOf(declaredType: string): Affinity {
  return RULES.find(([rule]) => rule.test(declaredType))?.[1] ?? 'numeric'
}
