// How many bytes PostgreSQL's own compression leaves of a value, by the same search for repetitions, so that what
// this says is what the server does. The server's hash reads bytes as signed on some machines and as unsigned on
// others, which can change a few matches: the longer result of the two counts.
// https://github.com/postgres/postgres/blob/master/src/common/pg_lzcompress.c

const HISTORY_BYTES = 4096
const LONGEST_MATCH = 273
const FARTHEST_OFFSET = 0x0fff
/** Without a match so far, the server gives up here. */
const FIRST_SUCCESS_BY = 1024
const SHORTEST_INPUT = 32
/** A match this long is taken without looking further; what is good enough shrinks by a tenth with each step. */
const GOOD_MATCH = 128
const GOOD_MATCH_DROP_PERCENT = 10
const NONE = -1

/** Bytes of the compressed value, or null where the server keeps it as it is. Stops with `atMost + 1` beyond `atMost`. */
export function pglzSize(input: Uint8Array, atMost = Number.MAX_SAFE_INTEGER): number | null {
  const bytes = Buffer.from(input.buffer, input.byteOffset, input.byteLength)
  const sizes = [true, false].map(signed => compressedSize(bytes, atMost, signed))
  const [first = null, second = null] = sizes
  return first === null || second === null ? null : Math.max(first, second)
}

function compressedSize(input: Buffer, atMost: number, signed: boolean): number | null {
  if (input.length < SHORTEST_INPUT) return null
  const most = Math.trunc((input.length * 75) / 100)
  const history = new History(input, signed)
  const output = new Output()
  for (let at = 0; at < input.length; ) {
    if (output.bytes >= most) return null
    if (!output.hasMatch && output.bytes >= FIRST_SUCCESS_BY) return null
    if (output.bytes > atMost) return atMost + 1
    const match = longestMatch(input, history, at)
    if (match === null) output.literal()
    else output.tag(match)
    for (const end = at + (match ?? 1); at < end; at++) history.add(at)
  }
  return output.bytes >= most ? null : output.bytes
}

/** Counts bytes: each eight items have a control byte, a match takes two bytes, or three beyond length 17. */
class Output {
  bytes = 0
  hasMatch = false
  #items = 0

  literal(): void {
    this.#add(1)
  }

  tag(length: number): void {
    this.#add(length > 17 ? 3 : 2)
    this.hasMatch = true
  }

  #add(bytes: number): void {
    this.bytes += this.#items % 8 === 0 ? bytes + 1 : bytes
    this.#items += 1
  }
}

/** The last 4,096 positions by the hash of the four bytes there, the newest first. */
class History {
  readonly #input: Buffer
  readonly #signed: boolean
  readonly #mask: number
  readonly #heads: Int32Array
  readonly #next = new Int32Array(HISTORY_BYTES).fill(NONE)
  readonly #previous = new Int32Array(HISTORY_BYTES).fill(NONE)
  readonly #hashes = new Int32Array(HISTORY_BYTES)
  readonly #positions = new Int32Array(HISTORY_BYTES)
  #slot = 0
  #isFull = false

  constructor(input: Buffer, signed: boolean) {
    const { length } = input
    const lists = length < 128 ? 512 : length < 256 ? 1024 : length < 512 ? 2048 : length < 1024 ? 4096 : 8192
    this.#input = input
    this.#signed = signed
    this.#mask = lists - 1
    this.#heads = new Int32Array(lists).fill(NONE)
  }

  add(position: number): void {
    const [slot, hash] = [this.#slot, this.#hash(position)]
    if (this.#isFull) this.#forget(slot)
    const head = this.#at(this.#heads, hash)
    this.#next[slot] = head
    this.#previous[slot] = NONE
    this.#hashes[slot] = hash
    this.#positions[slot] = position
    if (head !== NONE) this.#previous[head] = slot
    this.#heads[hash] = slot
    this.#slot = (slot + 1) % HISTORY_BYTES
    this.#isFull ||= this.#slot === 0
  }

  first(position: number): number {
    return this.#at(this.#heads, this.#hash(position))
  }

  next(slot: number): number {
    return this.#at(this.#next, slot)
  }

  position(slot: number): number {
    return this.#at(this.#positions, slot)
  }

  #forget(slot: number): void {
    const [previous, next] = [this.#at(this.#previous, slot), this.#at(this.#next, slot)]
    if (previous === NONE) this.#heads[this.#at(this.#hashes, slot)] = next
    else this.#next[previous] = next
    if (next !== NONE) this.#previous[next] = previous
  }

  #hash(position: number): number {
    const byte = (offset: number): number => {
      const value = this.#input[position + offset] ?? 0
      return this.#signed ? (value << 24) >> 24 : value
    }
    if (this.#input.length - position < 4) return byte(0) & this.#mask
    return ((byte(0) << 6) ^ (byte(1) << 4) ^ (byte(2) << 2) ^ byte(3)) & this.#mask
  }

  #at(list: Int32Array, index: number): number {
    return list[index] ?? NONE
  }
}

/** Length of the match that the server would take here, or null. */
function longestMatch(input: Buffer, history: History, at: number): number | null {
  let longest = 0
  let goodEnough = GOOD_MATCH
  for (let slot = history.first(at); slot !== NONE; ) {
    const earlier = history.position(slot)
    if (at - earlier >= FARTHEST_OFFSET) break
    longest = Math.max(longest, matchLength(input, earlier, at))
    slot = history.next(slot)
    if (slot !== NONE) {
      if (longest >= goodEnough) break
      goodEnough -= Math.trunc((goodEnough * GOOD_MATCH_DROP_PERCENT) / 100)
    }
  }
  return longest > 2 ? longest : null
}

function matchLength(input: Buffer, earlier: number, at: number): number {
  let length = 0
  const most = Math.min(LONGEST_MATCH, input.length - at)
  while (length < most && input[earlier + length] === input[at + length]) length += 1
  return length
}
