// How much memory a process and all its descendants hold, from Linux's /proc; other systems are told apart by
// `measuresMemory`. https://www.kernel.org/doc/html/latest/filesystems/proc.html
import { existsSync, readdirSync, readFileSync } from 'node:fs'

/** Whether this system tells the memory of a process tree. */
export const measuresMemory = existsSync(`/proc/self/task/${process.pid}/children`)

export interface TreeMemory {
  /** Resident now, all processes together; pages that two of them share count twice. */
  readonly residentBytes: number
  /** The most that any one of them has had so far, by the kernel's own count. */
  readonly highestBytes: number
}

/** The memory of the tree; zeros where nothing is left of it. */
export function readTreeMemory(rootPid: number): TreeMemory {
  let [residentBytes, highestBytes] = [0, 0]
  for (const pid of treeOf(rootPid)) {
    const status = readLost(`/proc/${pid}/status`)
    residentBytes += kilobytes(status, 'VmRSS') * 1024
    highestBytes = Math.max(highestBytes, kilobytes(status, 'VmHWM') * 1024)
  }
  return { residentBytes, highestBytes }
}

function treeOf(pid: number): readonly number[] {
  return [pid, ...childrenOf(pid).flatMap(treeOf)]
}

// A child belongs to the thread that started it.
function childrenOf(pid: number): readonly number[] {
  return threadsOf(pid).flatMap(thread =>
    readLost(`/proc/${pid}/task/${thread}/children`).split(' ').filter(Boolean).map(Number),
  )
}

function threadsOf(pid: number): readonly string[] {
  try {
    return readdirSync(`/proc/${pid}/task`)
  } catch {
    return []
  }
}

// A process may end between two looks.
function readLost(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function kilobytes(status: string, field: string): number {
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1] ?? 0)
}
