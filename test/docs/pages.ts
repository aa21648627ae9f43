// The pages a user reads, as text, with their sections and the code spans in them.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../../', import.meta.url))

export interface Page {
  /** Path from the root of the project, `docs/plan.md`. */
  readonly path: string
  readonly text: string
}

export function readPage(path: string): Page {
  return { path, text: readFileSync(join(ROOT, path), 'utf8') }
}

/** README, CHANGELOG, CONTRIBUTING and everything in docs/. */
export function allPages(): readonly Page[] {
  return ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', ...docsPaths()].map(readPage)
}

export function docsPaths(): readonly string[] {
  return readdirSync(join(ROOT, 'docs'))
    .filter(name => name.endsWith('.md'))
    .sort()
    .map(name => `docs/${name}`)
}

/** The text below a heading up to the next one of the same or a higher level; fails if there is none. */
export function section({ path, text }: Page, heading: string): string {
  const lines = text.split('\n')
  const start = lines.findIndex(line => /^#+ /.test(line) && line.replace(/^#+ /, '') === heading)
  if (start === -1) throw new Error(`${path} has no section "${heading}"`)
  const level = lines[start]?.indexOf(' ') ?? 1
  const after = lines.slice(start + 1)
  const end = after.findIndex(line => /^#+ /.test(line) && line.indexOf(' ') <= level)
  return after.slice(0, end === -1 ? undefined : end).join('\n')
}

export function headings({ text }: Page): readonly string[] {
  return withoutFences(text)
    .split('\n')
    .filter(line => /^#+ /.test(line))
    .map(line => line.replace(/^#+ /, ''))
}

/** Rows of every table in a text, each a list of cells; the head and the rule below it are left out. */
export function tableRows(text: string): readonly (readonly string[])[] {
  const lines = text.split('\n')
  const isRow = (line: string | undefined): boolean => line?.startsWith('|') === true
  const isRule = (line: string | undefined): boolean => /^\|[\s:|-]+\|$/.test(line ?? '')
  return lines
    .filter((line, i) => isRow(line) && !isRule(line) && !isRule(lines[i + 1]))
    .map(line => line.split(/(?<!\\)\|/).slice(1, -1))
    .map(cells => cells.map(cell => cell.trim()))
}

/** A cell without its backticks. */
export function bare(cell = ''): string {
  return cell.replaceAll('`', '')
}

/** What stands between backticks outside of fenced blocks. */
export function codeSpans(text: string): readonly string[] {
  return [...withoutFences(text).matchAll(/`([^`\n]+)`/g)].map(found => found[1] ?? '')
}

/** Lines of fenced blocks. */
export function fencedLines(text: string): readonly string[] {
  return [...text.matchAll(/^```\w*\n([\s\S]*?)^```$/gm)].flatMap(found => (found[1] ?? '').split('\n'))
}

export function withoutFences(text: string): string {
  return text.replace(/^```[\s\S]*?^```$/gm, '')
}
