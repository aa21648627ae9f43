// Triggers that keep a column at the time of the last change: there, switched on, before each update. A
// function of another name is noted: what it does is not read; one of the planned name must do what is planned.
// Of those that nobody planned, and of rules, is said that they may change or swallow rows.
import type { Plan, PlannedTrigger } from '../model/plan.ts'
import type { TargetRule, TargetTrigger } from '../model/target.ts'
import type { Check } from '../model/verdict.ts'
import { functionBody } from '../plan/target/trigger-statements.ts'
import { agreement, extra, remarked } from './check.ts'
import type { TableMatch } from './match-tables.ts'

export function compareTriggers(plan: Plan, match: TableMatch): readonly Check[] {
  const pairs = plan.triggers
    .filter(trigger => trigger.table === match.planned.target)
    .map(trigger => ({ trigger, partner: findTrigger(match, trigger) }))
  const taken = new Set(pairs.map(({ partner }) => partner?.name))
  const extras = match.target.triggers
    .filter(found => !taken.has(found.name))
    .map(found => unplannedTrigger(match, found))
  return [
    ...pairs.map(({ trigger, partner }) => compareTrigger(match, trigger, partner)),
    ...extras,
    ...match.target.rules.map(rule => unplannedRule(match, rule)),
  ]
}

/** What can keep a row out, or change it, deserves more than its name. */
function unplannedTrigger({ planned }: TableMatch, found: TargetTrigger): Check {
  const occasion = occasionOf(found)
  const check = extra(
    'trigger',
    `${planned.target}.${found.name}`,
    `${occasion}, calls ${functionOf(found)}()`,
  )
  const mayChange = found.enabled && /^(?:BEFORE|INSTEAD OF) .* FOR EACH ROW/.test(occasion)
  return mayChange ? { ...check, remark: `${check.remark}; it may change or swallow what is written` } : check
}

/** SQLite has none, so nobody planned one. */
function unplannedRule({ planned }: TableMatch, { name, definition, enabled }: TargetRule): Check {
  const [, event = '', rest = ''] = RULE.exec(onOneLine(definition)) ?? []
  const check = extra(
    'rule',
    `${planned.target}.${name}`,
    `ON ${event}${rest === '' ? '' : ` ${rest}`}${enabled ? '' : ', disabled'}`,
  )
  return enabled ? { ...check, remark: `${check.remark}; it may change or swallow what is written` } : check
}

const RULE = / AS ON (INSERT|UPDATE|DELETE) TO .*? (DO (?:INSTEAD )?.*?);?$/

function findTrigger(match: TableMatch, planned: PlannedTrigger): TargetTrigger | undefined {
  const { triggers } = match.target
  const occasion = plannedOccasion(match, planned)
  return (
    triggers.find(found => found.name === planned.name) ??
    triggers.find(found => occasionOf(found) === occasion)
  )
}

function compareTrigger(match: TableMatch, planned: PlannedTrigger, found?: TargetTrigger): Check {
  const object = `${match.planned.target}.${planned.name}`
  const expected = plannedOccasion(match, planned)
  if (found === undefined) return agreement('trigger', object, expected, '')
  const occasion = occasionOf(found)
  const alike = found.name === planned.name && functionOf(found) === planned.function
  if (occasion === expected && !alike)
    return remarked(
      'trigger',
      object,
      'noted',
      expected,
      `called ${found.name}, calls ${functionOf(found)}()`,
    )
  const body = functionBody(planned)
  if (occasion === expected && found.body !== body)
    return agreement('trigger', object, onOneLine(body), onOneLine(found.body), {
      remark: `the function ${planned.function}() does something else`,
    })
  return agreement('trigger', object, expected, occasion)
}

function onOneLine(text: string): string {
  return text.trim().replace(/\s+/g, ' ')
}

function plannedOccasion(match: TableMatch, planned: PlannedTrigger): string {
  const columns = planned.updateOf.map(column => match.names.get(column) ?? column).sort()
  const of = columns.length === 0 ? '' : ` OF ${columns.join(', ')}`
  return `BEFORE UPDATE${of} FOR EACH ROW${planned.when === null ? '' : ', on a condition'}`
}

const DEFINITION = / (BEFORE|AFTER|INSTEAD OF) (.*?) ON .*? (FOR EACH (?:ROW|STATEMENT)) (WHEN .*)?EXECUTE/s

/** When a trigger fires, from the text PostgreSQL gives of it. */
function occasionOf({ definition, enabled }: TargetTrigger): string {
  const [, time = '', events = '', level = '', when = ''] = DEFINITION.exec(definition) ?? []
  const condition = when === '' ? '' : ', on a condition'
  return `${time} ${sortedColumns(events)} ${level}${condition}${enabled ? '' : ', disabled'}`
}

/** PostgreSQL lists the columns of UPDATE OF in the table's order. */
function sortedColumns(events: string): string {
  const [event, columns] = events.split(' OF ')
  if (columns === undefined) return events
  return `${event} OF ${columns.replaceAll('"', '').split(', ').sort().join(', ')}`
}

function functionOf({ definition }: TargetTrigger): string {
  const call = / EXECUTE (?:FUNCTION|PROCEDURE) (?:(?:"(?:[^"]|"")*"|[^".\s]+)\.)?("(?:[^"]|"")*"|[^"(]+)\(/s
  const name = call.exec(definition)?.[1] ?? ''
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name
}
