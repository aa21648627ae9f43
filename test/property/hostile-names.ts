// Names that break careless programs, each different from the others of its scope as SQLite sees it.
import type { Random } from './random.ts'

const words = (list: string): readonly string[] => list.trim().split(/\s+/)

const PLAIN = words(`
  id name title user_id created_at done amount notes kind parent_id email status ref code data
  position score label tag owner value flag path`)

const RESERVED = words(`
  user order group select table end limit all primary default check from offset column grant analyse
  null true current_user natural like desc window`)

const POSTGRES = words(`
  pg_class pg_type pg_x oid xmin ctid tableoid cmax public information_schema t_pkey users_id_seq
  t_key t_check t_fkey rowid _rowid_ sqlite2pg_x pg_catalog`)

const STRANGE = (
  'Order Details¦MixedCase¦a"b¦a\'b¦""¦a`b¦a[b]c¦two\nlines¦tab\there¦%s¦100%¦$1¦$$¦\u0024{x}¦?¦:p¦;¦' +
  '; DROP TABLE x¦--¦/*¦a.b¦.¦1st¦2¦back\\slash¦É¦é¦T_É¦t_é¦ß¦ẞ¦İ¦ı¦größe¦名前¦таблица¦🙂¦e\u0301¦' +
  '\u202Eabc¦\uFEFFbom¦ ¦ lead¦trail ¦¦{}¦\u0001¦x\u00a0y¦@¦#¦&¦<b>¦a,b¦(¦)¦camelCaseID¦camel_case_id'
).split('¦')

function longName(random: Random): string {
  const head = random.pick(['column_with_a_long_name_', 'ü', '名', 'x'])
  const bytes = random.pick([62, 63, 64, 65, 80, 130])
  return head.repeat(Math.ceil(bytes / Buffer.byteLength(head))).slice(0, bytes) + random.pick(['', 'a', 'b'])
}

export class Names {
  readonly #taken = new Set<string>()
  readonly #random: Random
  readonly #hostility: number

  constructor(random: Random, hostility: number) {
    this.#random = random
    this.#hostility = hostility
  }

  /** A name nobody has in this scope; SQLite folds ASCII letters only. */
  take(hint = ''): string {
    for (let attempt = 0; ; attempt++) {
      const name = attempt < 5 ? this.#wanted(hint) : `${this.#wanted(hint)}_${attempt}`
      const folded = name.replace(/[A-Z]/g, letter => letter.toLowerCase())
      if (this.#taken.has(folded) || folded.startsWith('sqlite_')) continue
      this.#taken.add(folded)
      return name
    }
  }

  #wanted(hint: string): string {
    const random = this.#random
    if (!random.chance(this.#hostility)) {
      const plain = random.pick(PLAIN)
      return random.chance(0.3) && hint !== '' ? hint : plain
    }
    return random.weighted<() => string>([
      [6, () => random.pick(STRANGE)],
      [2, () => random.pick(RESERVED)],
      [2, () => random.pick(POSTGRES)],
      [1, () => longName(random)],
      [1, () => `${random.pick(PLAIN)}${random.pick(STRANGE)}`],
    ])()
  }
}
