// The driver, loaded so that it does not load Node.js 20's whole fetch: while it is loaded it asks whether it runs at
// Cloudflare, by making a Response, unless there is a navigator, as in later versions. That took 3 MB and some 20 ms
// in every thread. https://github.com/brianc/node-postgres/blob/master/packages/pg/lib/stream.js
import { createRequire } from 'node:module'

type Driver = typeof import('pg')

function loadDriver(): Driver {
  const load = (): Driver => createRequire(import.meta.url)('pg')
  if ('navigator' in globalThis) return load()
  Object.defineProperty(globalThis, 'navigator', { value: { userAgent: 'Node.js' }, configurable: true })
  try {
    return load()
  } finally {
    Reflect.deleteProperty(globalThis, 'navigator')
  }
}

export const { Client, DatabaseError, types }: Pick<Driver, 'Client' | 'DatabaseError' | 'types'> =
  loadDriver()
