// Says no before a disk is full: a bench that fills it would disturb more than itself.
import { statfsSync } from 'node:fs'
import { bytesText } from '../../src/report/quantity-text.ts'
import { type DataSize, describeSize, neededBytes } from '../sizes.ts'

/** Bytes that the folder's disk has left for us. */
export function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize
}

/** A sentence for the largest size that does not fit, or null if each of them does. */
export function objectToSizes(sizes: readonly DataSize[], folder: string, free: number): string | null {
  const largest = [...sizes].sort((a, b) => neededBytes(b) - neededBytes(a))[0]
  if (largest === undefined || neededBytes(largest) <= free) return null
  const need = `size ${largest.name} (${describeSize(largest)}) needs about ${bytesText(neededBytes(largest))}`
  return `${need} in ${folder}, where ${bytesText(free)} are free. Name another folder with --data, or smaller data with --size and --tasks.`
}
