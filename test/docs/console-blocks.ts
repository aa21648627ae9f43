// What a page shows of a session: ```console blocks with commands and their output, files the reader is told to
// write, and the database the session starts from. Written as it is read:
//   <!-- todo.db: hard -->            a new folder with this fixture as todo.db, and an empty target
//   <!-- file: NAME --> + a block     the file NAME in that folder
export type Part =
  | { readonly kind: 'database'; readonly fixture: string }
  | { readonly kind: 'file'; readonly name: string; readonly text: string }
  | {
      readonly kind: 'console'
      readonly commands: readonly ShownCommand[]
      /** Where the block's inside begins and ends in the page. */
      readonly from: number
      readonly to: number
    }

export interface ShownCommand {
  readonly command: string
  readonly output: string
}

const MARK =
  /<!-- todo\.db: (?<fixture>[\w-]+) -->|<!-- file: (?<name>\S+) -->\s*```\w*\n(?<file>[\s\S]*?)^```$|^```console\n(?<console>[\s\S]*?)^```$/gm

/** The parts of a page that can be run, in order. */
export function readParts(page: string): readonly Part[] {
  return [...page.matchAll(MARK)].map((found): Part => {
    const { fixture, name, file = '', console: shown = '' } = found.groups ?? {}
    if (fixture !== undefined) return { kind: 'database', fixture }
    if (name !== undefined) return { kind: 'file', name, text: file }
    const from = found.index + '```console\n'.length
    return { kind: 'console', commands: readCommands(shown), from, to: from + shown.length }
  })
}

function readCommands(text: string): readonly ShownCommand[] {
  return text
    .split(/^\$ /m)
    .slice(1)
    .map(piece => {
      const end = /(?<!\\)\n/.exec(piece)?.index ?? piece.length
      const command = piece.slice(0, end).replace(/\\\n\s*/g, '')
      return { command, output: piece.slice(end).trim() }
    })
}

/** The page with the output of its console blocks replaced, one list of outputs for each block. */
export function replaceOutputs(page: string, outputs: ReadonlyMap<Part, readonly string[]>): string {
  let text = page
  for (const [part, shown] of [...outputs].reverse()) {
    if (part.kind !== 'console') continue
    const originals = text.slice(part.from, part.to).split(/^\$ /m).slice(1)
    const pieces = originals.map((piece, i) => `$ ${commandOf(piece)}\n${ended(shown[i] ?? '')}`)
    text = `${text.slice(0, part.from)}${pieces.join('').trimEnd()}\n${text.slice(part.to)}`
  }
  return text
}

function commandOf(piece: string): string {
  return piece.slice(0, /(?<!\\)\n/.exec(piece)?.index ?? piece.length)
}

/** A blank line sets the next command off, unless one line says it all. */
function ended(output: string): string {
  if (output === '') return ''
  return output.includes('\n') ? `${output}\n\n` : `${output}\n`
}
