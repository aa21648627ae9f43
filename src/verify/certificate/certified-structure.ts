// What a certificate lists of a table's structure, held against the catalog: columns with NOT NULL, keys, indexes. All
// are found by what they are; another name is noted. Texts of expressions are compared, never run.
import type { CertifiedIndex, CertifiedTable } from '../../model/certificate.ts'
import type { TargetColumn, TargetTable } from '../../model/target.ts'
import type { Check } from '../../model/verdict.ts'
import { agreement, columnsOf, listed, remarked } from '../check.ts'
import { plainExpression } from '../expression-text.ts'
import { certifyIndex } from './certify-table.ts'

export function compareColumns(certified: CertifiedTable, target: TargetTable): readonly Check[] {
  const found = new Map(target.columns.map(column => [column.name, column]))
  return certified.columns.flatMap(({ target: name, type, notNull }) => {
    const object = `${certified.target}.${name}`
    const column = found.get(name)
    if (column === undefined) return [agreement('column', object, 'column', '')]
    return [
      agreement('column', object, 'column', 'column'),
      compareType(object, type, column),
      ...(notNull
        ? [agreement('not null', object, 'NOT NULL', column.notNull ? 'NOT NULL' : 'NULL allowed')]
        : []),
    ]
  })
}

function compareType(object: string, type: string, column: TargetColumn): Check {
  const remark = 'its values are compared all the same'
  return agreement('type', object, type, column.type, { status: 'noted', remark })
}

/** What the server said names neither table nor column, and no way out. */
export function sayUnreadable(
  { columns }: CertifiedTable,
  target: TargetTable | undefined,
  said: string,
): string {
  const types = new Map(target?.columns.map(({ name, type }) => [name, type]))
  const changed = columns.filter(({ target: name, type }) => types.get(name) !== type)
  const named = changed.map(
    ({ target: name, type, rule }) => `${name} is ${types.get(name)} now and was ${type} (rule ${rule})`,
  )
  const fact = named.length === 0 ? 'a value has no text under the rule of its column' : named.join(', ')
  const next =
    named.length === 0
      ? 'compare with the file'
      : `give ${named.length === 1 ? 'it its type' : 'them their types'} back, or compare with the file`
  return `its rows could not be read as the certificate says: ${fact}; ${next}: sqlite2pg verify FILE URL (the server: ${said})`
}

export function compareKeys(certified: CertifiedTable, target: TargetTable): readonly Check[] {
  return certified.keys.map(({ name, primary, columns }) => {
    const alike = target.keys.filter(key => key.primary === primary && isSame(key.columns, columns))
    const kind = primary ? 'primary key' : 'unique'
    const object = primary ? certified.target : columnsOf(certified.target, columns)
    const found = alike.find(key => key.name === name) ?? alike[0]
    const other = primary ? target.keys.find(key => key.primary) : undefined
    if (found === undefined)
      return agreement(kind, object, listed(columns), other ? listed(other.columns) : '')
    return found.name === name
      ? agreement(kind, object, listed(columns), listed(columns))
      : remarked(kind, object, 'noted', listed(columns), `called ${found.name}`)
  })
}

function isSame(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((name, i) => name === right[i])
}

export function compareIndexes(certified: CertifiedTable, target: TargetTable): readonly Check[] {
  return certified.indexes.map(index => {
    const object = `${certified.target}.${index.name}`
    const expected = describe(index)
    const alike = target.indexes.filter(found => isAlike(index, certifyIndex(found)))
    const namesake = target.indexes.find(({ name }) => name === index.name)
    const found =
      alike.find(({ name, valid }) => valid && name === index.name) ??
      alike.find(({ valid }) => valid) ??
      namesake ??
      alike[0]
    if (found === undefined) return agreement('index', object, expected, '')
    const state = `${describe(certifyIndex(found))}${found.valid ? '' : ', not valid'}`
    if (!found.valid || !alike.includes(found)) return agreement('index', object, expected, state)
    return found.name === index.name
      ? agreement('index', object, expected, expected)
      : remarked('index', object, 'noted', expected, `called ${found.name}`)
  })
}

/** Another version of PostgreSQL may write an expression with other parentheses. */
function isAlike(one: CertifiedIndex, other: CertifiedIndex): boolean {
  return plainExpression(describe(one)) === plainExpression(describe(other))
}

function describe({ unique, method, items, where, nullsNotDistinct }: CertifiedIndex): string {
  const by = method === 'btree' ? '' : `${method} `
  const nulls = nullsNotDistinct ? ' NULLS NOT DISTINCT' : ''
  return `${unique ? 'unique ' : ''}${by}(${items.join(', ')})${where === null ? '' : ` where ${where}`}${nulls}`
}
