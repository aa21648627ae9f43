// The plan as JSON, for tools that review or archive it: the decisions, and every statement with its
// purpose. What only the copy itself needs (its SQLite expressions) stays inside.
import type { Plan, PlannedColumn, PlannedTable, Statement } from '../model/plan.ts'
import type { RunReport } from '../model/report.ts'
import { recordToJson } from './json.ts'

/** `formatVersion: 1`; fields are only ever added. Without a final line feed. */
export function planToJson(report: RunReport, plan: Plan, statements: readonly Statement[]): string {
  return recordToJson({
    formatVersion: 1,
    tool: report.tool,
    outcome: report.outcome,
    exitCode: report.exitCode,
    source: report.source,
    target: report.target,
    schema: plan.schema,
    tables: plan.tables.map(tableRecord),
    quarantine: plan.quarantine,
    indexes: plan.indexes,
    foreignKeys: plan.foreignKeys,
    triggers: plan.triggers,
    views: plan.views.map(({ name, target, state, sql, because, original }) => ({
      ...{ name, target, state, sql, because, original },
    })),
    notices: report.notices.length > 0 ? report.notices : plan.notices,
    statements: statements.map(({ phase, object, purpose, sql }) => ({ phase, object, purpose, sql })),
    error: report.error,
  })
}

function tableRecord(table: PlannedTable): object {
  const { source, target, sourceRows, primaryKey, uniques, checks, reading, setAside } = table
  const columns = table.columns.map(columnRecord)
  return {
    source,
    target,
    sourceRows,
    estimatedBytes: reading.estimatedBytes,
    columns,
    primaryKey,
    uniques,
    checks,
    setAside: setAside && { rows: setAside.rows, causes: setAside.causes },
  }
}

function columnRecord(column: PlannedColumn): object {
  const { source, target, declared, type, because, notNull, identity, generated } = column
  return {
    ...{ source, target, declared, type, because, notNull, default: column.default, identity, generated },
    ...(column.mask !== undefined && { mask: column.mask.kind }),
  }
}
