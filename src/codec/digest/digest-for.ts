// The digest that suits a column of the target, whoever made it: the planned one where the type is of the planned
// family, else one by which both sides can agree although the types are of two families. Null where none is known.
import type { Digest, PlannedColumn } from '../../model/plan.ts'
import { digestForType, FOR_TARGET } from '../for-target/table.ts'
import { familyOfType } from '../proof-for.ts'

interface TargetType {
  /** Internal name of the type, of a domain's base type. */
  readonly baseType: string
  readonly type: string
}

export function digestFor(column: PlannedColumn, target: TargetType): Digest | null {
  const { family, digest, mask } = column
  if (mask?.isComparable === false) return null
  if (family === 'other') return digestOfOther(column, target)
  // Of char(n) the padding is left out, which a digest of texts does not do.
  const isOfFamily = family === familyOfType(target.baseType) && target.baseType !== 'bpchar'
  return isOfFamily ? digest : digestForType(column, target.baseType)
}

/** A type that only a server knows is known by its text, which it has in the planned type and in any like it. */
function digestOfOther(column: PlannedColumn, target: TargetType): Digest | null {
  const { digest } = column
  const isByText = digest.rule === 'output' || digest.rule === 'text'
  if (target.type === column.type || (!isByText && target.baseType === 'interval')) return digest
  if (isByText && FOR_TARGET[target.baseType] === undefined) return { ...digest, rule: 'output' }
  return digestForType({ ...column, family: 'text' }, target.baseType)
}
