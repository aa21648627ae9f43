// Stands between the program and its server and does what networks do: resets connections, falls silent, lets go again.
// Back pressure passes through, so that what the program has sent is about what the server has got.
import { connect, createServer, type Socket } from 'node:net'
import { listenInstead } from '../listen-instead.ts'

interface Pair {
  readonly near: Socket
  readonly far: Socket
}

export interface StormRelay {
  readonly url: string
  /** Resolves when the program has come for the first time. */
  readonly connected: Promise<void>
  /** Resets connections of the program: all, or the newest. With `serverKnows` false the server's ends stay open. */
  cut(which: 'all' | 'newest', serverKnows: boolean): void
  /** Nothing passes any more in either direction, and nobody is told; later connections pass, or are refused. */
  silence(later: 'pass' | 'refused'): void
  /** What was held back passes on. */
  flow(): void
  /** Resets the first connection over which that many bytes have gone since it began a COPY. */
  cutCopyAfter(bytes: number): void
  close(): void
}

const COPY = /COPY [^;]{1,2000} FROM STDIN/i

interface State {
  readonly pairs: Set<Pair>
  refusing: boolean
  copyLimit: number
  /** Ends at the server that it does not know to be dead. */
  readonly ghosts: Socket[]
}

export async function startStormRelay(serverUrl: string): Promise<StormRelay> {
  const { port, hostname } = new URL(serverUrl)
  const state: State = { pairs: new Set(), refusing: false, copyLimit: Number.POSITIVE_INFINITY, ghosts: [] }
  const server = createServer(near => {
    if (state.refusing) near.on('error', () => undefined).resetAndDestroy()
    else receive({ near, far: connect(Number(port), hostname) }, state)
  })
  const connected = new Promise<void>(resolve => {
    server.once('connection', () => resolve())
  })
  const close = () => {
    server.close()
    for (const socket of state.ghosts) socket.destroy()
    for (const { near, far } of state.pairs) for (const socket of [near, far]) socket.destroy()
  }
  return { url: await listenInstead(server, serverUrl), connected, ...deeds(state), close }
}

function receive(pair: Pair, state: State): void {
  state.pairs.add(pair)
  join(pair)
  pair.near.on('close', () => state.pairs.delete(pair))
  watchCopy(pair.near, copiedBytes => {
    if (copiedBytes < state.copyLimit) return
    state.copyLimit = Number.POSITIVE_INFINITY
    reset(pair)
  })
}

function deeds(state: State): Omit<StormRelay, 'url' | 'connected' | 'close'> {
  const { pairs, ghosts } = state
  return {
    cut: (which, serverKnows) => {
      for (const pair of which === 'all' ? [...pairs] : [...pairs].slice(-1)) {
        if (serverKnows) reset(pair)
        else {
          pairs.delete(pair)
          ghosts.push(abandon(pair))
        }
      }
    },
    silence: later => {
      state.refusing = later === 'refused'
      for (const pair of pairs) hold(pair)
    },
    flow: () => {
      state.refusing = false
      for (const { near, far } of pairs) {
        near.pipe(far)
        far.pipe(near)
      }
    },
    cutCopyAfter: bytes => {
      state.copyLimit = bytes
    },
  }
}

function join({ near, far }: Pair): void {
  for (const socket of [near, far]) socket.on('error', () => undefined)
  near.pipe(far)
  far.pipe(near)
  near.on('close', () => far.destroy())
  far.on('close', () => near.destroy())
}

function hold({ near, far }: Pair): void {
  for (const [from, to] of [
    [near, far],
    [far, near],
  ] as const) {
    from.unpipe(to)
    from.pause()
  }
}

function reset({ near, far }: Pair): void {
  near.resetAndDestroy()
  far.resetAndDestroy()
}

/** Resets the program's end and gives the server's, over which nothing will ever come. */
function abandon(pair: Pair): Socket {
  hold(pair)
  pair.near.removeAllListeners('close')
  pair.near.resetAndDestroy()
  return pair.far
}

function watchCopy(near: Socket, tell: (copiedBytes: number) => void): void {
  let copiedBytes = -1
  near.on('data', data => {
    if (copiedBytes < 0 && COPY.test(data.toString('latin1', 0, 16_384))) copiedBytes = 0
    if (copiedBytes < 0) return
    copiedBytes += data.length
    tell(copiedBytes)
  })
}
