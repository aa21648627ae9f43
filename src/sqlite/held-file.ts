// A file kept open for looking at its bytes while SQLite has it open too. POSIX drops every lock of a process
// on a file when any descriptor of it is closed, SQLite's read locks among them, so a descriptor is shared by
// all who look and closed by the last. https://www.sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled_by_a_separate_thread_doing_close_
import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs'

interface Held {
  readonly descriptor: number
  holders: number
}

/** Per device and inode; process-wide because the locks at stake are. */
const heldByInode = new Map<string, Held>()

/** What can be seen of a file through a descriptor. */
export class OpenFile {
  readonly descriptor: number

  /** The descriptor belongs to a `HeldFile`, which may be another thread's: descriptors are the process's. */
  constructor(descriptor: number) {
    this.descriptor = descriptor
  }

  /** Up to `length` bytes from `offset`; fewer at the end of the file. */
  read(offset: number, length: number): Buffer {
    const bytes = Buffer.alloc(length)
    return bytes.subarray(0, readSync(this.descriptor, bytes, 0, length, offset))
  }

  get sizeBytes(): bigint {
    return fstatSync(this.descriptor, { bigint: true }).size
  }

  /** Rounded, since a copy keeps the time only nearly. */
  get modifiedMs(): number {
    return Math.round(fstatSync(this.descriptor).mtimeMs)
  }
}

export class HeldFile extends OpenFile {
  readonly #key: string
  readonly #held: Held
  #released = false

  constructor(path: string) {
    const { dev, ino } = statSync(path, { bigint: true })
    const key = `${dev}:${ino}`
    const held = heldByInode.get(key) ?? { descriptor: openSync(path, 'r'), holders: 0 }
    super(held.descriptor)
    held.holders += 1
    heldByInode.set(key, held)
    this.#key = key
    this.#held = held
  }

  /** Whether the name stands for this file. */
  isAt(path: string): boolean {
    const found = statSync(path, { bigint: true, throwIfNoEntry: false })
    return found !== undefined && `${found.dev}:${found.ino}` === this.#key
  }

  release(): void {
    if (this.#released) return
    this.#released = true
    this.#held.holders -= 1
    if (this.#held.holders > 0) return
    heldByInode.delete(this.#key)
    closeSync(this.#held.descriptor)
  }
}
