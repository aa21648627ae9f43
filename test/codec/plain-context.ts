// A column of which its table says nothing but the declared type.
import type { RuleContext } from '../../src/codec/type-table.ts'

export const PLAIN_CONTEXT: RuleContext = {
  serverVersion: 150_000,
  truthWitness: false,
  schemaTruth: false,
  indexed: false,
  clockDefault: false,
}
