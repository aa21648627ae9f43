// Tables in which frameworks note which of their migrations a database has seen: told where they are copied as data, and left
// alone where the target's own migrations have filled theirs.
import { asciiLower } from '../sql/ascii-case.ts'

const KNOWN: ReadonlySet<string> = new Set([
  ...['__diesel_schema_migrations', 'schema_migrations', 'ar_internal_metadata', 'django_migrations'],
  ...['alembic_version', '_prisma_migrations', 'knex_migrations', 'knex_migrations_lock'],
  ...['__EFMigrationsHistory', '__EFMigrationsLock', 'VersionInfo', 'migrations', '_migrations'],
  ...['migrations_lock', 'directus_migrations', 'migration_log', 'goose_db_version'],
  ...['flyway_schema_history', 'gorp_migrations', 'SequelizeMeta', '_sqlx_migrations'],
  ...['refinery_schema_history', '__drizzle_migrations', 'mikro_orm_migrations', 'phinxlog'],
  ...['doctrine_migration_versions', 'databasechangelog', 'databasechangeloglock'],
  ...['android_metadata', 'room_master_table'],
])

export function isMigrationTable(name: string): boolean {
  return KNOWN.has(name)
}

/** Columns by which such a table names a migration, in whatever case. */
const NAMING: ReadonlySet<string> = new Set([
  ...['version', 'version_num', 'version_id', 'name', 'app', 'migration', 'migration_name', 'migrationid'],
  ...['migration_id', 'filename', 'script', 'tag', 'hash'],
])

export function namesMigration(column: string): boolean {
  return NAMING.has(asciiLower(column))
}
