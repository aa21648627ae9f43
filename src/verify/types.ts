// Types of the columns. Another type than the planned one is no difference as long as it loses nothing of this column.
// Where the contents are compared, that proof tells what was lost, so the type is noted, however lossy it is; else the
// source is asked how many values would be lost.
import { digestFor } from '../codec/digest/digest-for.ts'
import type { PlannedTable } from '../model/plan.ts'
import type { Check } from '../model/verdict.ts'
import { sqliteName } from '../sql/quote.ts'
import { type SqliteSql, sqlite } from '../sql/text.ts'
import { agreement, counted } from './check.ts'
import { type Judgement, judgeType } from './judge-type.ts'
import type { ColumnMatch, TableMatch } from './match-tables.ts'
import type { SourceSide } from './sides.ts'
import { isSameType } from './type-names.ts'

/** `contents` says that the values of this table are compared, in as far as a common text of both types is known. */
export function compareTypes(source: SourceSide, match: TableMatch, contents = false): readonly Check[] {
  return match.columns.map(column => compareType(source, match, column, contents))
}

function compareType(
  source: SourceSide,
  match: TableMatch,
  { planned, target }: ColumnMatch,
  contents: boolean,
): Check {
  const object = `${match.planned.target}.${planned.target}`
  if (isSameType(planned.type, target.type)) return agreement('type', object, planned.type, planned.type)
  const judgement = judgeType(planned, target)
  const otherType = (status: Check['status'], remark: string): Check =>
    agreement('type', object, planned.type, target.type, { status, remark })
  if (contents && digestFor(planned, target) !== null)
    return otherType('noted', remarkBesideContents(judgement))
  if (judgement.kind === 'unknown') return otherType('not compared', judgement.remark)
  if (judgement.kind === 'lossless') return otherType('noted', `nothing is lost: ${judgement.remark}`)
  if (judgement.kind === 'lossy') return otherType('different', judgement.remark)
  const lost = countLost(source, match.planned, planned.source, judgement.lostIf)
  return lost === 0n
    ? otherType('noted', `nothing is lost: ${judgement.remark}, and every value fits`)
    : otherType('different', `${judgement.remark}; ${counted(lost, 'value')} would be lost`)
}

function remarkBesideContents({ kind, remark }: Judgement): string {
  if (kind === 'lossless') return `nothing is lost: ${remark}`
  return kind === 'unknown'
    ? 'the content proof compares the values'
    : `${remark}; the content proof counts the values that differ`
}

function countLost(
  side: SourceSide,
  { source, reading }: PlannedTable,
  column: string,
  lostIf: SqliteSql,
): bigint {
  const sql = sqlite`SELECT count(*) AS lost FROM ${sqliteName(source)} NOT INDEXED
    WHERE ${reading.kept ?? sqlite`1`} AND typeof(${sqliteName(column)}) <> 'null' AND (${lostIf})`
  return side.get<{ readonly lost: bigint }>(sql)?.lost ?? 0n
}
