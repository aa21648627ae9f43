// ON CONFLICT clauses of a table's constraints, which PostgreSQL does not have. ABORT is what SQLite does anyway.
// https://www.sqlite.org/lang_conflict.html
import type { SourceConflictClause } from '../model/source.ts'
import type { ConflictAction, ParsedColumn, ParsedOrdinaryTable } from '../sql/parse/parsed-table.ts'

type Written = readonly [constraint: string, action: ConflictAction | null | undefined]

export function conflictClauses({
  columns,
  constraints,
}: ParsedOrdinaryTable): readonly SourceConflictClause[] {
  return [...columns.flatMap(ofColumn), ...constraints.map(ofTable)].flatMap(([constraint, action]) =>
    action == null || action === 'ABORT' ? [] : [{ constraint, action }],
  )
}

function ofColumn({ name, notNull, primaryKey, unique }: ParsedColumn): readonly Written[] {
  return [
    [`PRIMARY KEY (${name})`, primaryKey?.onConflict],
    [`NOT NULL on ${name}`, notNull?.onConflict],
    [`UNIQUE (${name})`, unique?.onConflict],
  ]
}

function ofTable(constraint: ParsedOrdinaryTable['constraints'][number]): Written {
  switch (constraint.kind) {
    case 'check':
      return [`CHECK (${constraint.expression})`, constraint.onConflict]
    case 'foreign key':
      return ['', null]
    case 'primary key':
    case 'unique': {
      const parts = constraint.columns.map(part => (part.kind === 'column' ? part.name : part.text))
      return [`${constraint.kind.toUpperCase()} (${parts.join(', ')})`, constraint.onConflict]
    }
  }
}
