// What kind of server answers: many speak PostgreSQL's protocol and lack what one transaction needs.
// The words are those of each product's own `SELECT version()`.

export type ServerProduct =
  | 'PostgreSQL'
  | 'CockroachDB'
  | 'YugabyteDB'
  | 'Redshift'
  | 'Greenplum'
  | 'Materialize'
  | 'RisingWave'
  | 'CrateDB'
  | 'QuestDB'

const MARKS: readonly (readonly [RegExp, ServerProduct])[] = [
  [/CockroachDB/i, 'CockroachDB'],
  [/-YB-|Yugabyte/i, 'YugabyteDB'],
  [/Redshift/i, 'Redshift'],
  [/Greenplum|Cloudberry/i, 'Greenplum'],
  [/Materialize/i, 'Materialize'],
  [/RisingWave/i, 'RisingWave'],
  [/CrateDB/i, 'CrateDB'],
  [/QuestDB/i, 'QuestDB'],
]

export function serverProduct(version: string): ServerProduct {
  return MARKS.find(([mark]) => mark.test(version))?.[1] ?? 'PostgreSQL'
}
