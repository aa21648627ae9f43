// The JSON forms of records. Field order is the contract's; integers beyond 2^53 become strings, for most
// readers of JSON would round them. Control characters never reach a terminal raw.
import type { RunReport } from '../model/report.ts'

const LARGEST_EXACT = 2n ** 53n

/** Any record of the model as JSON text, two blanks deep, without a final line feed. */
export function recordToJson(record: unknown): string {
  const text = JSON.stringify(record, (_key, value) => numberForJson(value), 2)
  return text.replace(/[\x7F-\x9F\u2028\u2029\u202A-\u202E\u2066-\u2069]/g, escapeUnit)
}

/** The report of a run, `formatVersion: 1` (docs/scripting.md), and what a verb has beyond it. */
export function reportToJson(report: RunReport, more: Readonly<Record<string, unknown>> = {}): string {
  return recordToJson({ ...inContractOrder(report), ...more })
}

/** Fractions are seconds here: to the microsecond. */
function numberForJson(value: unknown): unknown {
  if (typeof value === 'bigint') return integerForJson(value)
  return typeof value === 'number' ? Math.round(value * 1e6) / 1e6 : value
}

function integerForJson(value: bigint): number | string {
  return value <= LARGEST_EXACT && value >= -LARGEST_EXACT ? Number(value) : String(value)
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
}

function inContractOrder(report: RunReport): RunReport {
  const { formatVersion, tool, verb, dryRun, outcome, exitCode, startedAt, seconds } = report
  const head = { formatVersion, tool, verb, dryRun, outcome, exitCode, startedAt, seconds }
  const { source, target, tables, quarantine, foreignKeys, indexes, sequences, views, differences, checks } =
    report
  const found = {
    source: source && pick(source, ['path', 'bytes', 'sqliteVersion', 'journalMode', 'fingerprint']),
    target: target && pick(target, ['url', 'serverVersion', 'schema']),
    tables: tables.map(orderTable),
    quarantine: quarantine && pick(quarantine, ['table', 'rows']),
    foreignKeys: foreignKeys.map(key =>
      pick(key, ['table', 'columns', 'parent', 'parentColumns', 'orphans', 'state', 'because']),
    ),
    indexes: indexes.map(index => pick(index, ['name', 'table', 'state', 'because'])),
    sequences: sequences.map(sequence => pick(sequence, ['table', 'column', 'lastValue'])),
    views: views.map(view => pick(view, ['name', 'target', 'state', 'because', 'proof'])),
    differences: differences.map(it => pick(it, ['table', 'key', 'kind', 'column', 'source', 'target'])),
    checks: checks.map(it => pick(it, ['kind', 'object', 'status', 'expected', 'found', 'remark'])),
  }
  const notices = report.notices.map(it => pick(it, ['code', 'severity', 'object', 'message', 'hint']))
  const steps = report.steps.map(step => pick(step, ['name', 'seconds', 'wall']))
  const error = report.error && pick(report.error, ['code', 'message', 'hint'])
  // Last, since it is long.
  return { ...head, ...found, notices, steps, error, certificate: report.certificate }
}

function orderTable(table: RunReport['tables'][number]): RunReport['tables'][number] {
  const counts = ['sourceRows', 'copiedRows', 'quarantinedRows', 'targetRows', 'bytes', 'seconds'] as const
  const columns = table.columns.map(({ mask, ...it }) => ({
    ...pick(it, ['source', 'target', 'declared', 'type', 'because']),
    ...(mask !== undefined && { mask }),
  }))
  return { ...pick(table, ['source', 'target', ...counts, 'proof', 'differing', 'comparedRows']), columns }
}

function pick<T extends object, K extends keyof T>(record: T, keys: readonly K[]): Pick<T, K> {
  return Object.fromEntries(keys.map(key => [key, record[key]])) as Pick<T, K>
}
