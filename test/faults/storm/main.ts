// `npm run faults -- --runs N --seed N`: so many runs of the program, each hit by a fault at a moment of its own, on a
// server that is crashed, stopped and filled up for it. Ends with 0 when all have left one whole state.
import { parseArgs } from 'node:util'
import { runStorm } from './run-storm.ts'
import { summaryText } from './summary.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1e9)) },
    runs: { type: 'string', default: '100' },
    megabytes: { type: 'string', default: '24' },
  },
})
const interruption = new AbortController()
process.once('SIGINT', () => interruption.abort())

const first = Number(values.seed)
const runs = Number(values.runs)

console.log(`seed ${first}, ${runs} runs, databases of up to ${values.megabytes} MB`)
const result = await runStorm({
  seeds: Array.from({ length: runs }, (_, i) => first + i),
  megabytes: Number(values.megabytes),
  tell: line => console.log(line),
  signal: interruption.signal,
})
console.log(`\n${summaryText(result)}`)
process.exitCode = result.failures.length === 0 ? 0 : 1
