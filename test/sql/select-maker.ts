// Queries by chance, the same for the same seed: joins, conditions, groups and orders over the small world. Many
// mix kinds of values, which SQLite takes and the translator must refuse or get right.

class Chance {
  #state: number

  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  below(limit: number): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((this.#state / 2 ** 32) * limit)
  }

  of<Item>(items: readonly [Item, ...Item[]]): Item {
    return items[this.below(items.length)] ?? items[0]
  }
}

export function madeQueries(seed: number, count: number): readonly string[] {
  const chance = new Chance(seed)
  return Array.from({ length: count }, () => query(chance))
}

function query(chance: Chance): string {
  if (chance.below(8) === 0)
    return `${simple(chance)} ${chance.of(['UNION', 'UNION ALL', 'EXCEPT', 'INTERSECT'])} ${simple(chance)}`
  return chance.below(3) === 0 ? grouped(chance) : simple(chance)
}

function simple(chance: Chance): string {
  const distinct = chance.below(4) === 0 ? 'DISTINCT ' : ''
  return `SELECT ${distinct}${value(chance)}, ${value(chance)} AS two FROM ${tables(chance)}${where(chance)}`
}

function grouped(chance: Chance): string {
  const key = value(chance)
  const having = chance.below(3) === 0 ? ` HAVING ${aggregate(chance)} > 1` : ''
  return `SELECT ${key}, ${aggregate(chance)}, ${aggregate(chance)} FROM ${tables(chance)}${where(chance)} GROUP BY ${key}${having}`
}

function tables(chance: Chance): string {
  const on = chance.of([
    'o.person_id = p.id',
    'o.city = p.city',
    'o.amount > p.age',
    'p.id = o.id AND p.active',
  ])
  return `people p ${chance.of(['JOIN', 'LEFT JOIN', 'RIGHT JOIN', 'INNER JOIN'])} orders o ON ${on}`
}

function where(chance: Chance): string {
  if (chance.below(2) === 0) return ''
  const another = chance.below(2) === 0 ? '' : ` ${chance.of(['AND', 'OR'])} ${condition(chance)}`
  return ` WHERE ${condition(chance)}${another}`
}

function condition(chance: Chance): string {
  return chance.of([
    `${value(chance)} ${chance.of(['=', '<', '>=', '<>', 'IS', 'IS NOT'])} ${value(chance)}`,
    `${value(chance)} IS ${chance.of(['', 'NOT '])}NULL`,
    `${value(chance)} ${chance.of(['', 'NOT '])}IN (${constant(chance)}, ${constant(chance)})`,
    `${value(chance)} BETWEEN ${constant(chance)} AND ${constant(chance)}`,
    `p.name ${chance.of(['LIKE', 'NOT LIKE', 'GLOB'])} ${chance.of(["'a%'", "'A*'", "'%N_a'", "'é%'"])}`,
    `p.id ${chance.of(['', 'NOT '])}IN (SELECT person_id FROM orders WHERE amount > ${constant(chance)})`,
    `EXISTS (SELECT 1 FROM orders x WHERE x.person_id = p.id AND x.amount > o.amount)`,
    `NOT (${value(chance)} = ${constant(chance)})`,
    'p.active',
  ])
}

function value(chance: Chance): string {
  return chance.of([
    ...COLUMNS,
    ...COLUMNS,
    `(p.age ${chance.of(['+', '-', '*', '/', '%'])} ${chance.of(['2', '0', '-3', 'o.id'])})`,
    `coalesce(${chance.of(COLUMNS)}, ${constant(chance)})`,
    `(${chance.of(COLUMNS)} || ${chance.of(["'x'", 'p.name', '1'])})`,
    `CASE WHEN p.age > 30 THEN ${constant(chance)} ELSE ${constant(chance)} END`,
    `nullif(${chance.of(COLUMNS)}, ${constant(chance)})`,
    `${chance.of(['lower', 'upper', 'length', 'abs', 'typeof'])}(${chance.of(COLUMNS)})`,
    `CAST(${chance.of(COLUMNS)} AS ${chance.of(['TEXT', 'INTEGER', 'REAL'])})`,
    constant(chance),
  ] as [string, ...string[]])
}

const COLUMNS: readonly [string, ...string[]] = [
  'p.id',
  'p.name',
  'p.city',
  'p.age',
  'p.active',
  'p.nick',
  'p.born',
  'p.seen',
  'o.amount',
  'o.note',
  'o.city',
  'o.person_id',
]

function constant(chance: Chance): string {
  return chance.of(['0', '1', '31', '-7', "''", "'Anna'", "'1990-01-01'", "'31'", 'NULL', '1.5'])
}

function aggregate(chance: Chance): string {
  const distinct = chance.below(3) === 0 ? 'DISTINCT ' : ''
  return chance.of([
    'count(*)',
    `${chance.of(['count', 'sum', 'avg', 'total', 'min', 'max'])}(${distinct}${chance.of(COLUMNS)})`,
  ])
}
