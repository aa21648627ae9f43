// Finds the rule for a declared type: by its name, else by the letters that SQLite goes by. Any text has a rule, so no
// declaration stops a run. https://www.sqlite.org/datatype3.html#determination_of_column_affinity
import { affinityOf } from '../sql/affinity.ts'
import { type DeclaredType, parseDeclaredType } from './declared-type.ts'
import { NUMERIC_AFFINITY, RULES, type Rule } from './type-table.ts'

const RULE_BY_NAME: ReadonlyMap<string, Rule> = new Map(
  RULES.flatMap(rule => rule.names.map(name => [name, rule])),
)

/** The rule for a declared type: by its name, else by SQLite's affinity. */
export function ruleFor(declaredType: string): {
  readonly rule: Rule
  readonly declared: DeclaredType
  readonly known: boolean
} {
  const declared = parseDeclaredType(declaredType)
  const rule = RULE_BY_NAME.get(declared.name)
  if (rule !== undefined) return { rule, declared, known: true }
  return { rule: affinityRule(declared.name), declared: { ...declared, arguments: [] }, known: false }
}

/** SQLite goes by the first letters it finds, as in CHARINT: letters of several kinds say nothing. */
function affinityRule(name: string): Rule {
  const kinds = [/INT/, /CHAR|CLOB|TEXT/, /BLOB/, /REAL|FLOA|DOUB/].filter(letters => letters.test(name))
  if (kinds.length > 1) return ruleNamed('ANY')
  const affinity = affinityOf(name)
  if (affinity === 'numeric') return NUMERIC_AFFINITY
  return ruleNamed({ integer: 'INTEGER', text: 'TEXT', blob: 'BLOB', real: 'REAL' }[affinity])
}

function ruleNamed(name: string): Rule {
  const rule = RULE_BY_NAME.get(name)
  if (rule === undefined) throw new Error(`no rule is called ${name}`)
  return rule
}
