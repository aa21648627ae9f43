import Database from 'better-sqlite3'

export function build(path: string): void {
  const database = new Database(path)
  database.function('app', { deterministic: true }, value => String(value).toUpperCase())
  database.exec(`CREATE TABLE t (a TEXT CHECK (app(a) <> 'Y'), computed TEXT UNIQUE AS (app(a)),
      stored TEXT AS (app(a)) STORED, d INT DEFAULT (app('x')));
    CREATE INDEX by_app ON t (app(a)); CREATE INDEX by_computed ON t (computed);
    CREATE UNIQUE INDEX by_part ON t (a) WHERE app(a) = 'X';
    INSERT INTO t (a, d) VALUES ('x', 1)`)
  database.close()
}
