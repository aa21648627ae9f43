// A database of a drawn shape: foreign keys, one of them to its own table, indexes, a table of blobs, tables without
// rowid, and some tables more. Two of one shape and different generations have equal tables and other rows.
import Database from 'better-sqlite3'
import { type RandomSource, seedRandom } from '../../../fixtures/random.ts'

export interface Shape {
  readonly seed: number
  readonly sizeBytes: number
  /** Share of the bytes that are blobs. */
  readonly blobShare: number
  readonly moreTables: number
  readonly walMode: boolean
}

/** Few are big, as most of the time would go into them otherwise. */
const BIG_SHARE = 0.15
const SMALL_PART = 0.2

export function drawShape(random: RandomSource, seed: number, mostMegabytes: number): Shape {
  const [mostBytes, part] = [mostMegabytes * 2 ** 20, random.chance(BIG_SHARE) ? 1 : SMALL_PART]
  return {
    seed,
    sizeBytes: Math.round((0.3 + 0.7 * random.fraction()) * part * mostBytes),
    blobShare: 0.2 + 0.6 * random.fraction(),
    moreTables: random.between(0, 4),
    walMode: random.chance(0.5),
  }
}

const SCHEMA = `
  CREATE TABLE accounts (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, referrer_id INTEGER
    REFERENCES accounts (id), is_active BOOLEAN NOT NULL DEFAULT 1, balance REAL, created_at DATETIME NOT NULL);
  CREATE TABLE orders (id INTEGER PRIMARY KEY, account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    note TEXT, placed_at DATETIME NOT NULL);
  CREATE INDEX orders_by_account ON orders (account_id, placed_at);
  CREATE TABLE order_lines (order_id INTEGER NOT NULL REFERENCES orders (id), position INTEGER NOT NULL, article TEXT
    NOT NULL, count BIGINT NOT NULL CHECK (count > 0), PRIMARY KEY (order_id, position)) WITHOUT ROWID;
  CREATE TABLE pictures (id INTEGER PRIMARY KEY, account_id INTEGER NOT NULL REFERENCES accounts (id), content BLOB NOT NULL);
  CREATE TABLE settings (key TEXT NOT NULL PRIMARY KEY, value TEXT) WITHOUT ROWID;`

const moreTable = (i: number) =>
  `CREATE TABLE log_${i} (id INTEGER PRIMARY KEY, at DATETIME NOT NULL, line TEXT NOT NULL); CREATE INDEX log_${i}_at ON log_${i} (at);`

/** Made, filled and closed; `share` is how many of the rows that its size asks for are there. */
export function makeDatabase(path: string, shape: Shape, generation: number, share: number): void {
  const database = new Database(path)
  try {
    database.pragma('synchronous = OFF')
    if (shape.walMode) database.pragma('journal_mode = WAL')
    database.exec(SCHEMA)
    for (let i = 0; i < shape.moreTables; i++) database.exec(moreTable(i))
    if (share > 0)
      database.transaction(() => fill(database, shape, seedRandom(shape.seed * 31 + generation), share))()
  } finally {
    database.close()
  }
}

/** About what a row takes, in bytes. */
const ROW_BYTES = 120
const PICTURE_BYTES = [200, 20_000, 400_000] as const

function fill(database: Database.Database, shape: Shape, random: RandomSource, share: number): void {
  const bytes = shape.sizeBytes * share
  const rows = Math.max(8, Math.round((bytes * (1 - shape.blobShare)) / ROW_BYTES / (6 + shape.moreTables)))
  const insert = (table: string, columns: number, count: number, row: (i: number) => readonly unknown[]) => {
    const statement = database.prepare(`INSERT INTO ${table} VALUES (${Array(columns).fill('?').join(', ')})`)
    for (let i = 1; i <= count; i++) statement.run(...row(i))
  }
  const text = () => `${random.between(0, 2 ** 31)} ${'día Ω\t'.repeat(random.between(0, 12))}`
  const time = (i: number) =>
    new Date(1_600_000_000_000 + i * 61_000).toISOString().slice(0, 19).replace('T', ' ')
  insert('accounts', 6, rows, i => [
    ...[i, `account ${i} of ${random.between(0, 999)}`, i > 1 ? random.between(1, i - 1) : null],
    ...[random.between(0, 1), random.fraction(), time(i)],
  ])
  insert('orders', 4, rows * 2, i => [
    i,
    random.between(1, rows),
    random.chance(0.1) ? null : text(),
    time(i),
  ])
  insert('order_lines', 4, rows * 3, i => [Math.ceil(i / 2), i, text(), random.between(1, 99)])
  insert('settings', 2, Math.min(50, rows), i => [`key ${i}`, text()])
  for (let i = 0; i < shape.moreTables; i++) insert(`log_${i}`, 3, rows, each => [each, time(each), text()])
  const pictures = pictureSizes(random, bytes * shape.blobShare)
  insert('pictures', 3, pictures.length, i => [
    i,
    random.between(1, rows),
    blob(random, pictures[i - 1] ?? 1),
  ])
}

function pictureSizes(random: RandomSource, bytes: number): readonly number[] {
  const sizes: number[] = []
  for (let left = bytes; left > 0; left -= sizes.at(-1) ?? left)
    sizes.push(random.between(1, random.pick(PICTURE_BYTES)))
  return sizes
}

/** Not to be compressed. */
function blob(random: RandomSource, sizeBytes: number): Buffer {
  const content = Buffer.alloc(sizeBytes)
  for (let i = 0; i + 4 <= content.length; i += 4)
    content.writeUInt32LE(Math.floor(random.fraction() * 2 ** 32), i)
  return content
}
