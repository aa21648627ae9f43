// Every fault, in the order in which consecutive seeds draw them.
import type { Fault } from '../fault.ts'
import { cutConnections, cutCopy } from './cut-connections.ts'
import { crashSession, terminateSession } from './end-session.ts'
import { silenceThenInterrupt, silenceThenReset, stall } from './fall-silent.ts'
import { fillHome, fillTablespace } from './fill-disk.ts'
import { killTool } from './kill-tool.ts'
import { restartFast, restartImmediate } from './restart-server.ts'

export const FAULTS: readonly [Fault, ...Fault[]] = [
  killTool,
  terminateSession,
  fillTablespace,
  cutConnections,
  restartFast,
  cutCopy,
  crashSession,
  stall,
  fillHome,
  silenceThenReset,
  restartImmediate,
  silenceThenInterrupt,
]
