// The digest of a whole certificate, so that a change anywhere in it is seen: of its JSON without white space, the members
// of each object in the order of their names. docs/certificate.md says it with jq. https://www.rfc-editor.org/rfc/rfc8785
import { hash } from 'node:crypto'
import { recordToJson } from '../json.ts'

/** Of every field but `digest`, also of those that only a later version knows. */
export function certificateDigest(certificate: object): string {
  const { digest: _, ...fields } = certificate as Readonly<Record<string, unknown>>
  return hash('sha256', canonicalJson(JSON.parse(recordToJson(fields))), 'hex')
}

function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))
  return `{${members.map(([key, each]) => `${JSON.stringify(key)}:${canonicalJson(each)}`).join(',')}}`
}
