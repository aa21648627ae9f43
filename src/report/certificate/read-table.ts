// One table of a certificate: its columns with their rules, what the catalog had of it, and that its root is the digest
// of what it says.
import { tableRoot } from '../../codec/digest/roots.ts'
import { targetValue } from '../../codec/digest/target-values.ts'
import type { CertifiedColumn, CertifiedForeignKey, CertifiedTable } from '../../model/certificate.ts'
import type { DigestRule } from '../../model/digest.ts'
import { MASK_KINDS } from '../../model/mask.ts'
import { postgres } from '../../sql/text.ts'
import type { JsonField } from './json-field.ts'
import { readName, readNames } from './read-name.ts'
import { readPartition } from './read-partition.ts'

export function readTable(field: JsonField): CertifiedTable {
  const columns = field.get('columns').list().map(readColumn)
  if (columns.length === 0) throw field.get('columns').refused('a list of one column or more')
  const rooted = {
    encoding: field.get('encoding').oneOf(['UTF-8', 'UTF-16le', 'UTF-16be']),
    key: readKey(field.get('key'), columns),
    columns,
    partition: readPartition(field.get('partition'), columns),
  }
  const rows = field.get('rows').count()
  const parts = rooted.partition.kind === 'ranges' ? rooted.partition.ranges : rooted.partition.buckets
  if (parts.reduce((sum, part) => sum + part.rows, 0n) !== rows)
    throw field.get('rows').invalid('it is not the sum of the rows below: the certificate was changed')
  const root = field.get('root').hexadecimal(64)
  if (root !== tableRoot(rooted))
    throw field.get('root').invalid('it is not the digest of the table: the certificate was changed')
  return {
    source: field.get('source').text(),
    target: readName(field.get('target')),
    rows,
    rowsSetAside: field.get('rowsSetAside').count(),
    root,
    ...rooted,
    ...readStructure(field),
  }
}

function readColumn(field: JsonField): CertifiedColumn {
  return {
    source: field.get('source').text(),
    target: readName(field.get('target')),
    type: field.get('type').text(),
    rule: readRule(field.get('rule')),
    notNull: field.get('notNull').flag(),
    ...(field.has('mask') && { mask: field.get('mask').oneOf(MASK_KINDS) }),
  }
}

/** A zone as the tz database names one: its text becomes a literal. */
const ZONED = /^timestamptz [A-Za-z0-9_+\-/:]{1,64}$/

function readRule(field: JsonField): DigestRule {
  const rule = field.text() as DigestRule
  const isZoned = rule.startsWith('timestamptz ')
  const isKnown = isZoned ? ZONED.test(rule) : targetValue(rule, postgres`NULL`) !== null
  if (isKnown) return rule
  throw field.refused('a rule of docs/certificate.md')
}

function readKey(field: JsonField, columns: readonly CertifiedColumn[]): readonly string[] {
  const wanted = new Set(readNames(field))
  const key = columns.map(({ target }) => target).filter(name => wanted.has(name))
  if (key.length === wanted.size) return key
  throw field.refused('a list of columns of the table')
}

function readStructure(
  field: JsonField,
): Pick<CertifiedTable, 'keys' | 'indexes' | 'foreignKeys' | 'sequences'> {
  return {
    keys: field
      .get('keys')
      .list()
      .map(key => ({
        name: readName(key.get('name')),
        primary: key.get('primary').flag(),
        columns: readNames(key.get('columns')),
      })),
    indexes: field
      .get('indexes')
      .list()
      .map(index => ({
        name: readName(index.get('name')),
        unique: index.get('unique').flag(),
        method: index.get('method').text(),
        items: index
          .get('items')
          .list()
          .map(item => item.text()),
        where: index.get('where').orNull(where => where.text()),
        nullsNotDistinct: index.get('nullsNotDistinct').flag(),
      })),
    foreignKeys: field.get('foreignKeys').list().map(readForeignKey),
    sequences: field
      .get('sequences')
      .list()
      .map(sequence => ({
        column: readName(sequence.get('column')),
        lastValue: sequence.get('lastValue').orNull(value => value.integer()),
      })),
  }
}

const ACTIONS = ['no action', 'restrict', 'cascade', 'set null', 'set default'] as const

function readForeignKey(field: JsonField): CertifiedForeignKey {
  const columns = readNames(field.get('columns'))
  const parentColumns = readNames(field.get('parentColumns'))
  if (columns.length === 0 || columns.length !== parentColumns.length)
    throw field.get('parentColumns').refused('as many names as the key has columns')
  return {
    name: readName(field.get('name')),
    columns,
    parent: readName(field.get('parent')),
    parentColumns,
    onDelete: field.get('onDelete').oneOf(ACTIONS),
    onUpdate: field.get('onUpdate').oneOf(ACTIONS),
    deferred: field.get('deferred').flag(),
    state: field.get('state').oneOf(['valid', 'not valid']),
    orphans: field.get('orphans').count(),
  }
}
