// Node.js that does nothing: the time below which no program of ours can start.
import type { Contender } from '../contender.ts'

export const NODE_START = 'node -e 0'

export const nodeStart: Contender = {
  name: NODE_START,
  does: "Node's own start",
  parts: ['start'],
  fillsTarget: false,
  find: async () => ({ kind: 'available', version: process.versions.node }),
  command: () => ({ file: process.execPath, args: ['-e', '0'] }),
  readSeconds: ({ seconds }) => ({ whole: seconds }),
}
