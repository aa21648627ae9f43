// A role that may read everything of a database's schema public and nothing besides.
import { query, type TestDatabase } from '../server/database.ts'

export interface ReadingRole {
  readonly name: string
  readonly url: string
  drop(): Promise<void>
}

/** What there is now; no temporary tables for anybody but the owner. */
export async function withReadingRole(database: TestDatabase): Promise<ReadingRole> {
  const name = `reader_${database.name}`
  await query(
    database.url,
    `CREATE ROLE ${name} LOGIN PASSWORD 'reading'; REVOKE TEMPORARY ON DATABASE "${database.name}" FROM PUBLIC;
     GRANT USAGE ON SCHEMA public TO ${name}; GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${name};
     GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO ${name}`,
  )
  const url = new URL(database.url)
  url.username = name
  url.password = 'reading'
  return {
    name,
    url: url.href,
    drop: async () => {
      await query(database.url, `DROP OWNED BY ${name}; DROP ROLE ${name}`)
    },
  }
}
