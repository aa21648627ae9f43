// Tables of the target whose rows are those of the file already, told apart from others that hold rows: compared as a
// copy is proven, where there are not too many.

import { verifyCopy } from '../../verify/verify-copy.ts'
import type { LoadToJudge } from './obstacles.ts'
import { provenPlan } from './prove-load.ts'

const MOST_ROWS = 100_000n

export async function findIdentical(
  { load, source, reader, connection, settings }: LoadToJudge,
  seeded: ReadonlyMap<string, bigint>,
): Promise<ReadonlySet<string>> {
  const proven = provenPlan(load.plan)
  const tables = proven.tables.filter(
    ({ target, sourceRows, setAside }) =>
      seeded.get(target) === sourceRows && sourceRows <= MOST_ROWS && setAside === null,
  )
  if (tables.length === 0) return new Set()
  const contents = { lanes: async () => [], partBytes: settings.partBytes, limit: 0, onProven: () => {} }
  const { schema } = load.plan
  const plan = { ...proven, tables }
  const verdict = await verifyCopy({ plan, source, reader, connection, schema, contents, partial: true })
  return new Set(verdict.tables.flatMap(({ target, proof }) => (proof === 'identical' ? [target] : [])))
}
