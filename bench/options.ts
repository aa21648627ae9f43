// The command line of the bench: what is run, how often, with which data. `--mode` gives the defaults.
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { PARTS, type Part } from './measurement.ts'
import { LOAD_SIZES, type LoadSizeName } from './sizes.ts'

export interface BenchOptions {
  readonly parts: readonly Part[]
  /** Sizes of the load part. */
  readonly sizes: readonly LoadSizeName[]
  /** The size of the data that the guide's queries ask. */
  readonly querySize: LoadSizeName
  readonly rounds: number
  readonly growthTasks: readonly number[]
  readonly growthRounds: number
  readonly jobs: readonly number[]
  readonly timeoutSeconds: number
  readonly postgresUrl: string | null
  /** Folder in which data and server are; null for a temporary one. */
  readonly dataFolder: string | null
  readonly outFolder: string
  readonly programPath: string
}

export const HELP = `npm run bench -- [options]

  --mode quick|full      quick (default) takes about two minutes, full an hour or more
  --only PART,...        ${PARTS.join(', ')} (default: all)
  --size SIZE,...        ${Object.keys(LOAD_SIZES).join(', ')} (default: guide; full: guide, large, wide)
  --rounds N             how often each contender runs (default 3; full: 5)
  --tasks N,...          sizes of the growth part (default 10000,100000; full: also 1000000,10000000)
  --jobs N,...           --jobs of the growth part (default 1,2; full: 1,2,4)
  --timeout SECONDS      a process that takes longer is ended and counts as failed (default 300; full: 3600)
  --postgres-url URL     a server on which databases may be made, instead of an embedded one
  --data DIR             keep data there for the next run, and put the server there
  --out DIR              where bench.json, bench.txt and the charts go (default bench/results)
  --program FILE         what is measured (default dist/cli/main.js)
`

const MODES = {
  quick: {
    sizes: ['guide'],
    querySize: 'guide',
    rounds: 3,
    growthTasks: [10_000, 100_000],
    growthRounds: 1,
    jobs: [1, 2],
    timeoutSeconds: 300,
  },
  full: {
    sizes: ['guide', 'large', 'wide'],
    querySize: 'large',
    rounds: 5,
    growthTasks: [10_000, 100_000, 1_000_000, 10_000_000],
    growthRounds: 2,
    jobs: [1, 2, 4],
    timeoutSeconds: 3600,
  },
} as const

const TEXT = { type: 'string' } as const
const KNOWN = {
  mode: { ...TEXT, default: 'quick' },
  only: TEXT,
  size: TEXT,
  rounds: TEXT,
  tasks: TEXT,
  jobs: TEXT,
  timeout: TEXT,
  'postgres-url': TEXT,
  data: TEXT,
  out: TEXT,
  program: TEXT,
  help: { type: 'boolean', default: false },
} as const

/** Reads the arguments; null asks for the help. Throws an Error with a sentence for the user. */
export function readOptions(args: readonly string[]): BenchOptions | null {
  const { values } = parseArgs({ args: [...args], options: KNOWN, strict: true })
  if (values.help) return null
  const mode = MODES[oneOf('--mode', values.mode, ['quick', 'full'])]
  const rounds = values.rounds === undefined ? null : wholeNumber('--rounds', values.rounds)
  const sizes = values.size?.split(',').map(size => oneOf('--size', size, sizeNames))
  return {
    parts: values.only?.split(',').map(part => oneOf('--only', part, PARTS)) ?? PARTS,
    sizes: sizes ?? mode.sizes,
    querySize: sizes?.find(size => LOAD_SIZES[size].kind === 'tasks') ?? mode.querySize,
    rounds: rounds ?? mode.rounds,
    growthTasks: wholeNumbers('--tasks', values.tasks) ?? mode.growthTasks,
    growthRounds: rounds ?? mode.growthRounds,
    jobs: wholeNumbers('--jobs', values.jobs) ?? mode.jobs,
    timeoutSeconds:
      values.timeout === undefined ? mode.timeoutSeconds : wholeNumber('--timeout', values.timeout),
    postgresUrl: values['postgres-url'] ?? null,
    dataFolder: values.data === undefined ? null : resolve(values.data),
    outFolder: values.out === undefined ? inProject('bench/results') : resolve(values.out),
    programPath: values.program === undefined ? inProject('dist/cli/main.js') : resolve(values.program),
  }
}

const sizeNames = Object.keys(LOAD_SIZES) as readonly LoadSizeName[]

function oneOf<Name extends string>(option: string, value: string, names: readonly Name[]): Name {
  const found = names.find(name => name === value)
  if (found === undefined) throw new Error(`${option} takes ${names.join(', ')}, not "${value}"`)
  return found
}

function wholeNumber(option: string, text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new Error(`${option} takes whole numbers from 1, not "${text}"`)
  return Number(text)
}

function wholeNumbers(option: string, text: string | undefined): readonly number[] | undefined {
  return text?.split(',').map(number => wholeNumber(option, number))
}

function inProject(path: string): string {
  return fileURLToPath(new URL(`../${path}`, import.meta.url))
}
