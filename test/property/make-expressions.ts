// SQL over the columns of a table: checks, defaults, generated columns, index expressions, views and triggers.
import type { Random } from './random.ts'
import { quoteName, quoteText } from './source-model.ts'
import {
  CLOCK_DEFAULTS,
  CONDITIONS,
  DEFAULTS_OF,
  GENERATED,
  INDEX_EXPRESSIONS,
  NUMBER_CHECKS,
  NUMBER_DEFAULTS,
  ODD_DEFAULTS,
  TEXT_CHECKS,
  TEXT_DEFAULTS,
} from './sql-texts.ts'

export interface Named {
  readonly name: string
  readonly kind: string
}

const RESERVED = new Set(
  'order group select table end limit all primary default check from offset column grant null true current_user natural like desc window user'.split(
    ' ',
  ),
)

/** A name as somebody would write it: bare, or in one of the three kinds of quotes. */
export function spell(random: Random, name: string): string {
  const simple = /^[a-z_][a-z0-9_]*$/.test(name) && !RESERVED.has(name)
  if (simple && random.chance(0.6)) return name
  if (!name.includes('`') && random.chance(0.15)) return `\`${name}\``
  if (!name.includes(']') && name !== '' && random.chance(0.15)) return `[${name}]`
  return quoteName(name)
}

function fill(random: Random, list: readonly string[], column: Named, other: Named): string {
  const names = { '?1': spell(random, column.name), '?2': spell(random, other.name) }
  return random.pick(list).replace(/\?[12]/g, hole => names[hole as keyof typeof names])
}

const NUMBERS: ReadonlySet<string> = new Set([
  'integer',
  'small',
  'real',
  'decimal',
  'boolean',
  'epoch s',
  'epoch ms',
])

export function makeCheck(random: Random, column: Named, other: Named): string {
  const isFitting = random.chance(0.85)
  return fill(random, isFitting === NUMBERS.has(column.kind) ? NUMBER_CHECKS : TEXT_CHECKS, column, other)
}

export function makeGenerated(random: Random, column: Named, other: Named): string {
  return fill(random, GENERATED, column, other)
}

export function makeIndexExpression(random: Random, column: Named, other: Named): string {
  return fill(random, INDEX_EXPRESSIONS, column, other)
}

export function makeCondition(random: Random, column: Named, other: Named): string {
  return fill(random, CONDITIONS, column, other)
}

/** Texts of defaults; a steady one has the same value at every moment. */
export function makeDefault(
  random: Random,
  kind: string,
): { readonly sql: string; readonly steady: boolean } {
  if (random.chance(0.2)) return { sql: random.pick(CLOCK_DEFAULTS), steady: false }
  const list = random.chance(0.75)
    ? (DEFAULTS_OF[kind] ?? TEXT_DEFAULTS)
    : random.pick([TEXT_DEFAULTS, NUMBER_DEFAULTS, ODD_DEFAULTS])
  return { sql: random.pick(list), steady: true }
}

/** What follows `CREATE VIEW name AS`. */
export function makeViewBody(
  random: Random,
  table: string,
  columns: readonly Named[],
  otherTable: string,
): string {
  const [a, b] = [random.pick(columns), random.pick(columns)]
  const [t, x, y] = [spell(random, table), spell(random, a.name), spell(random, b.name)]
  const condition = makeCondition(random, a, b)
  return random.pick<() => string>([
    () => `SELECT * FROM ${t}`,
    () => `SELECT ${x}, ${y} AS other FROM ${t} WHERE ${condition}`,
    () => `SELECT ${x} AS k, count(*) AS n FROM ${t} GROUP BY ${x}`,
    () => `SELECT ${makeGenerated(random, a, b)} AS v FROM ${t}`,
    () => `SELECT count(*) AS n, max(${x}) AS hi, min(${y}) AS lo FROM ${t}`,
    () => `SELECT ${x} AS a, ${y} AS b FROM ${t} ORDER BY ${x} DESC LIMIT 3`,
    () => `SELECT p.${x} AS a, q.${x} AS b FROM ${t} p JOIN ${t} q ON p.${x} = q.${x}`,
    () => `SELECT DISTINCT ${x} AS a FROM ${t} UNION SELECT 1`,
    () => `SELECT ${x} AS a, group_concat(${y}, ',') AS g FROM ${t} GROUP BY ${x}`,
    () => `SELECT ${x}, ${y} FROM ${t} GROUP BY ${x}`,
    () => `SELECT "literal" AS l, ${x} AS a FROM ${t}`,
    () => `SELECT rowid AS r, ${x} AS a FROM ${t}`,
    () => `SELECT a.${x} AS a FROM ${t} a LEFT JOIN ${spell(random, otherTable)} o ON 1 = 1`,
    () => `SELECT sum(${x}) AS s, avg(${x}) AS m, total(${x}) AS t FROM ${t}`,
    () => `SELECT * FROM (SELECT ${x} AS a FROM ${t} WHERE ${condition}) z`,
    () => `SELECT ${x} AS a FROM missing_table`,
    () => `WITH w AS (SELECT ${x} AS a FROM ${t}) SELECT a FROM w`,
    () => `SELECT ${x} AS a, row_number() OVER (ORDER BY ${y}) AS n FROM ${t}`,
  ])()
}

/** A whole CREATE TRIGGER. */
export function makeTrigger(
  random: Random,
  name: string,
  table: string,
  key: string,
  columns: readonly Named[],
): string {
  const [t, k, x] = [quoteName(table), quoteName(key), spell(random, random.pick(columns).name)]
  const head = `CREATE TRIGGER ${quoteName(name)}`
  return random.pick([
    `${head} AFTER UPDATE ON ${t} BEGIN UPDATE ${t} SET ${x} = CURRENT_TIMESTAMP WHERE ${k} = NEW.${k}; END`,
    `${head} AFTER UPDATE ON ${t} FOR EACH ROW WHEN NEW.${x} = OLD.${x} BEGIN UPDATE ${t} SET ${x} = datetime('now') WHERE ${k} = OLD.${k}; END`,
    `${head} AFTER INSERT ON ${t} BEGIN DELETE FROM ${t} WHERE ${x} IS NULL AND 0; END`,
    `${head} BEFORE DELETE ON ${t} BEGIN SELECT RAISE(ABORT, 'no; never'); END`,
    `${head} AFTER UPDATE OF ${x} ON ${t} WHEN NEW.${x} > 1 BEGIN SELECT ${quoteText('a"b;--')}; END`,
  ])
}
