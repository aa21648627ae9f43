// Two texts of one session are never the same to the letter: times, ports, names of test databases differ.
// `presentable` puts a reader's names for a test's; `comparable` wipes out what may differ.
import { basename } from 'node:path'

const TEST_URL = /postgres(?:ql)?:\/\/[^\s:@/]+(:\*\*\*)?@[^\s/]+\/test_[0-9a-f]+/g

/** The output as a reader's machine would show it. */
export function presentable(output: string, folder: string, database: string): string {
  return rejoined(output.replaceAll(TEST_URL, 'postgresql://me$1@localhost:5432/todo'))
    .replaceAll(database, 'todo')
    .replaceAll(folder, '/home/me/app')
    .replaceAll(basename(folder), 'app')
    .replace(/^(✓ privileges\s+)\S+/m, '$1me')
}

/** Lines that were wrapped because of a test's longer URL. */
function rejoined(output: string): string {
  return output
    .replace(/^(Target .*), schema\s+(\S+)$/m, '$1, schema $2')
    .replace(/^(?:Published|Loaded): [\s\S]*?transaction\.$/m, line => line.replace(/\s+/g, ' '))
}

const VOLATILE: readonly (readonly [RegExp, string])[] = [
  [/PostgreSQL \d+(\.\d+)*( \([^)]*\))?/g, 'PostgreSQL VERSION'],
  [/"(serverVersion|sqliteVersion|version|startedAt|fingerprint|digest)": "[^"]*"/g, '"$1": "…"'],
  [/"(seconds|wall)": [\d.e-]+/g, '"$1": …'],
  [/\b20(?:2[5-9]|[3-9]\d)-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d+Z)?/g, 'TIME'],
  [/\b([\d.]+ [kM]?B),\s+[0-9a-f]{8}\)/g, '$1, FINGERPRINT)'],
  [/\bsqlite2pg_(replaced|undone)_\w+/g, 'sqlite2pg_$1_ID'],
  [/-- Made by sqlite2pg \d\S*/g, '-- Made by sqlite2pg VERSION'],
  [/\b\d+(\.\d+)? s\b/g, 'SECONDS s'],
  [/^([a-z][a-z ]*?) +\d+\.\d\d( +[\d,]+)?$/gm, '$1 SECONDS'],
  [/^[✓·] (TLS|limits|disk)\b.*(\n {2}.*)*/gm, '$1'],
]

/** Paragraphs with white space folded and volatile parts wiped out: lines may wrap elsewhere. */
export function comparable(output: string): readonly string[] {
  const wiped = VOLATILE.reduce((text, [pattern, word]) => text.replace(pattern, word), output)
  return wiped
    .split(/\n\s*\n/)
    .map(paragraph => paragraph.replace(/\s+/g, ' ').trim())
    .filter(paragraph => paragraph !== '')
}
