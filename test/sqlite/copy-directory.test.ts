import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { makeCopyDirectory } from '../../src/sqlite/copy-directory.ts'
import { makeWorkplace } from './workplace.ts'

/** A directory as a run of that process would have left it. */
async function leftBy(parent: string, processId: number): Promise<string> {
  const own = basename(await makeCopyDirectory(parent))
  const left = join(parent, own.replace(`-${process.pid}-`, `-${processId}-`))
  mkdirSync(left)
  writeFileSync(join(left, 'source.db'), 'a copy')
  return left
}

function deadProcess(): number {
  return spawnSync(process.execPath, ['--version']).pid
}

describe('the directory of a private copy', () => {
  test('is made anew each time, for this user alone', async () => {
    const parent = makeWorkplace().directory
    const directories = [await makeCopyDirectory(parent), await makeCopyDirectory(parent)]
    expect(new Set(directories).size).toBe(2)
    for (const directory of directories) expect(existsSync(directory)).toBe(true)
  })

  test('of a dead process is cleared away by the next run', async () => {
    const parent = makeWorkplace().directory
    const left = await leftBy(parent, deadProcess())
    await makeCopyDirectory(parent)
    expect(existsSync(left)).toBe(false)
  })

  test('of a living process stays', async () => {
    const parent = makeWorkplace().directory
    const left = await leftBy(parent, process.ppid)
    await makeCopyDirectory(parent)
    expect(existsSync(left)).toBe(true)
  })

  test('is the only thing that is ever cleared away', async () => {
    const parent = makeWorkplace().directory
    const dead = deadProcess()
    const others = ['sqlite2pg-copy-', `sqlite2pg-copy-00000000-${dead}-abc`, `other-${dead}-abc`]
    for (const name of others) mkdirSync(join(parent, name))
    await makeCopyDirectory(parent)
    for (const name of others) expect(existsSync(join(parent, name)), name).toBe(true)
  })
})
