// A process of its own that owns an embedded server: says its URL on standard output, and stops it when
// standard input ends. Arguments: the server's folder, and a folder with PostgreSQL's `bin` if not the package's.
import { basename, dirname, join } from 'node:path'
import { startEmbeddedServer } from '../../src/postgres/embedded/embedded-server.ts'
import { startLocalServer } from '../../src/postgres/embedded/local-server.ts'

const [dataDirectory = '', native] = process.argv.slice(2)
const settings = { fsync: 'off' }

function start() {
  if (native === undefined) return startEmbeddedServer({ dataDirectory, settings })
  const movable = { directory: native, name: basename(dirname(dataDirectory)) }
  return startLocalServer({ binDirectory: join(native, 'bin'), movable }, { dataDirectory, settings })
}

try {
  const server = await start()
  process.stdout.write(`${server.url}\n`)
  process.stdin.resume().once('end', () => void server.stop().then(() => process.exit(0)))
} catch (error) {
  const { code, message } = error as { code?: string; message: string }
  process.stdout.write(`${code} ${message}\n`)
  process.exitCode = 1
}
