// The `options` parameter: switches for the server's command line. A pooler refuses them at startup, so
// `-c name=value` becomes a SET after connecting; what only a front door understands is passed through.
// https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNECT-OPTIONS
import { badTarget } from '../errors/bad-target.ts'
import type { SessionSetting } from './connection-settings.ts'

export interface SessionOptions {
  readonly settings: readonly SessionSetting[]
  readonly startup: string | null
}

/** Names that are routing, not settings: Neon's endpoint and project, CockroachDB's cluster. */
const ROUTING = /^(?:--)?(?:endpoint|project|cluster)=/

/** Splits an `options` text as the server would, and sorts its switches. */
export function parseSessionOptions(text: string | undefined): SessionOptions {
  const words = splitWords(text ?? '')
  const settings: SessionSetting[] = []
  const startup: string[] = []
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? ''
    const setting = word === '-c' ? words[++i] : settingOf(word)
    if (setting === undefined) startup.push(word)
    else settings.push(toSetting(setting))
  }
  return { settings, startup: startup.length === 0 ? null : startup.join(' ') }
}

/** Words parted by blanks (or by the `+` that form encoding writes for them); a backslash keeps a blank. */
function splitWords(text: string): readonly string[] {
  const spaced = /(?:^|\s)-c\+/.test(text) ? text.replaceAll('+', ' ') : text
  return [...spaced.matchAll(/(?:[^\s\\]|\\.)+/gs)].map(found => found[0].replace(/\\(.)/gs, '$1'))
}

function settingOf(word: string): string | undefined {
  if (ROUTING.test(word)) return undefined
  return /^(?:-c|--)(.+=.*)$/s.exec(word)?.[1]
}

function toSetting(text: string): SessionSetting {
  const found = /^([A-Za-z_][\w.-]*)=(.*)$/s.exec(text)
  if (found === null) {
    throw badTarget(
      'the options of the target cannot be read',
      'Write them as options=-c name=value, encoded in a URL as options=-c%20name%3Dvalue.',
    )
  }
  return { name: (found[1] ?? '').replaceAll('-', '_'), value: found[2] ?? '' }
}

/** The one schema that a search_path among the settings names, or null. */
export function searchPathSchema(settings: readonly SessionSetting[]): string | null {
  const path = settings.find(({ name }) => name === 'search_path')?.value ?? ''
  return (
    /^\s*(?:"([^"$]+)"|([a-z_][a-z0-9_]*))\s*$/
      .exec(path)
      ?.slice(1)
      .find(name => name !== undefined) ?? null
  )
}
