// The browser of this machine, found on the PATH; null where there is none.
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

export const CHROMIUM_PATH = findProgram()

export async function openBrowser(): Promise<Browser> {
  if (CHROMIUM_PATH === null) throw new Error('no Chromium is installed')
  const isRoot = process.getuid?.() === 0
  return chromium.launch({ executablePath: CHROMIUM_PATH, args: isRoot ? ['--no-sandbox'] : [] })
}

function findProgram(): string | null {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const paths = NAMES.flatMap(name => folders.map(folder => join(folder, name)))
  return paths.find(isProgram) ?? null
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
