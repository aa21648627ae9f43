// A certificate from its JSON form, or from the record itself. Everything in it is checked before anything is asked of a
// server: names can be names of PostgreSQL, rules are known, digests are digests, and the roots are the digests of what
// stands below them.
import { contentRoot } from '../../codec/digest/roots.ts'
import type { AcceptedOptions, Certificate } from '../../model/certificate.ts'
import type { Sqlite2pgError } from '../../model/errors.ts'
import { certificateDigest } from './certificate-digest.ts'
import { JsonField } from './json-field.ts'
import { readName } from './read-name.ts'
import { readTable } from './read-table.ts'

const FORMAT_VERSION = 1n

/** `document` is what errors call it. A report is read for the certificate in it. Throws INVALID_CERTIFICATE. */
export function readCertificate(document: string, value: unknown): Certificate {
  const field = certificateIn(new JsonField(document, value))
  requireVersion(field)
  const digest = readDigest(field)
  const tables = field.get('tables').list().map(readTable)
  const source = readSource(field.get('source'))
  if (contentRoot(tables) !== source.contentRoot)
    throw field
      .get('source')
      .get('contentRoot')
      .invalid('it is not the digest of the roots of the tables: the certificate was changed')
  return {
    formatVersion: 1,
    tool: { name: 'sqlite2pg', version: field.get('tool').get('version').text() },
    madeAt: field.get('madeAt').text(),
    verb: field.get('verb').oneOf(['migrate', 'load', 'refresh', 'verify', 'repair']),
    source,
    target: readTarget(field.get('target')),
    tables,
    quarantine: field
      .get('quarantine')
      .orNull(each => ({ table: readName(each.get('table')), rows: each.get('rows').count() })),
    accepted: readAccepted(field.get('accepted')),
    digest,
  }
}

/** Before anything else is read, since it covers all of it. Null in a certificate that has none. */
function readDigest(field: JsonField): string | null {
  if (!field.has('digest')) return null
  const digest = field.get('digest').orNull(each => each.hexadecimal(64))
  if (digest === null || digest === certificateDigest(Object(field.value))) return digest
  throw field.get('digest').invalid('it is not the digest of the certificate: the certificate was changed')
}

/** Every report has the field; that of a run without a certificate has null in it. */
function certificateIn(document: JsonField): JsonField {
  if (!document.has('certificate')) {
    if (document.has('tables') && document.has('source') && document.has('accepted')) return document
    throw document.invalid('it holds no certificate')
  }
  const field = document.get('certificate')
  if (field.value !== null) return field
  throw document.invalid(
    'this report holds no certificate: its run did not prove every row of every table, or failed',
  )
}

function requireVersion(field: JsonField): void {
  const version = field.get('formatVersion').integer()
  if (version === FORMAT_VERSION) return
  throw version > FORMAT_VERSION ? laterVersion(field, version) : field.get('formatVersion').refused('1')
}

function laterVersion(field: JsonField, version: bigint): Sqlite2pgError {
  return field
    .get('formatVersion')
    .invalid(`it is of version ${version}, and this sqlite2pg reads version ${FORMAT_VERSION} alone`)
}

function readSource(field: JsonField): Certificate['source'] {
  return {
    path: field.get('path').text(),
    bytes: field.get('bytes').count(),
    pageCount: field.get('pageCount').count(),
    pageSizeBytes: field.get('pageSizeBytes').count(),
    journalMode: field.get('journalMode').text(),
    sqliteVersion: field.get('sqliteVersion').text(),
    fingerprint: field.get('fingerprint').text(),
    schemaDigest: field.get('schemaDigest').hexadecimal(64),
    contentRoot: field.get('contentRoot').hexadecimal(64),
  }
}

function readTarget(field: JsonField): Certificate['target'] {
  return {
    url: field.get('url').text(),
    serverVersion: field.get('serverVersion').text(),
    database: field.get('database').text(),
    schema: readName(field.get('schema')),
  }
}

function readAccepted(field: JsonField): Certificate['accepted'] {
  return {
    options: readOptions(field.get('options')),
    warnings: field
      .get('warnings')
      .list()
      .map(each => ({
        code: each.get('code').text(),
        object: each.get('object').text(),
        message: each.get('message').text(),
      })),
  }
}

function readOptions(field: JsonField): AcceptedOptions {
  const casts = field.get('casts')
  const texts = (name: string): readonly string[] =>
    field
      .get(name)
      .list()
      .map(each => each.text())
  return {
    proof: field.get('proof').oneOf(['full', 'counts', 'none']),
    strict: field.get('strict').flag(),
    badValues: field.get('badValues').oneOf(['widen', 'quarantine', 'fail']),
    orphans: field.get('orphans').oneOf(['keep', 'quarantine', 'fail']),
    names: field.get('names').oneOf(['keep', 'lower', 'snake']),
    casts: Object.fromEntries(casts.names().map(name => [name, casts.get(name).text()])),
    include: texts('include'),
    exclude: texts('exclude'),
  }
}
