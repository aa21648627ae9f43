// A database whose owner logs in with a password that no other text holds, so that a test may look for it
// in everything a run says.
import { query, type TestDatabaseOptions, withDatabase } from '../server/database.ts'

/** In the URL of every owner, and in no other text. */
export const PASSWORD = 'Qu4gga.s3cret'

export interface OwnedDatabase {
  readonly name: string
  /** As its owner, with the password. */
  readonly url: string
  readonly owner: string
  /** As the superuser, who sees and may do everything. */
  readonly adminUrl: string
  drop(): Promise<void>
}

/** Makes a fresh database that belongs to a fresh role; `drop` removes both. */
export async function withOwnedDatabase(options: TestDatabaseOptions = {}): Promise<OwnedDatabase> {
  const { name, url: adminUrl, drop } = await withDatabase(options)
  const owner = `owner_of_${name}`
  await query(adminUrl, `CREATE ROLE ${owner} LOGIN PASSWORD '${PASSWORD}'`)
  await query(adminUrl, `ALTER DATABASE ${name} OWNER TO ${owner}; ALTER SCHEMA public OWNER TO ${owner}`)
  return {
    name,
    owner,
    adminUrl,
    url: asUser(adminUrl, owner),
    drop: async () => {
      await drop()
      const server = new URL(adminUrl)
      server.pathname = '/postgres'
      await query(server.href, `DROP ROLE ${owner}`)
    },
  }
}

/** The same URL for another user, with the password of these tests or another one. */
export function asUser(url: string, user: string, password = PASSWORD): string {
  const other = new URL(url)
  other.username = encodeURIComponent(user)
  other.password = encodeURIComponent(password)
  return other.href
}
