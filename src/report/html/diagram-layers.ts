// Which column of the diagram a table stands in: those that refer to nothing first, every other one after all that
// it refers to. Of a cycle one arrow points back.

export interface Arrow {
  readonly child: string
  readonly parent: string
}

/** Columns of names, every name once; no column holds more than `most`. */
export function layersOf(
  names: readonly string[],
  arrows: readonly Arrow[],
  most: number,
): readonly (readonly string[])[] {
  const parents = forwardParents(names, arrows)
  const depths = depthsOf(names, parents)
  const layers: string[][] = []
  for (const name of names) {
    const depth = depths.get(name) ?? 0
    layers[depth] = [...(layers[depth] ?? []), name]
  }
  return layers.flatMap(layer => piecesOf(layer, most))
}

/** Equal pieces, so that no column is left with one table. */
function piecesOf(layer: readonly string[], most: number): readonly (readonly string[])[] {
  const count = Math.ceil(layer.length / most)
  const size = Math.ceil(layer.length / count)
  return Array.from({ length: count }, (_, i) => layer.slice(i * size, (i + 1) * size))
}

type Parents = ReadonlyMap<string, readonly string[]>

/** The parents of each table without the arrows that close a cycle. */
function forwardParents(names: readonly string[], arrows: readonly Arrow[]): Parents {
  const parents = new Map<string, string[]>(names.map(name => [name, []]))
  for (const { child, parent } of arrows) if (child !== parent) parents.get(child)?.push(parent)
  const closing = new Set<string>()
  const states = new Map<string, 'open' | 'done'>()
  const visit = (name: string): void => {
    states.set(name, 'open')
    for (const parent of parents.get(name) ?? []) {
      const state = states.get(parent)
      if (state === 'open') closing.add(JSON.stringify([name, parent]))
      else if (state === undefined) visit(parent)
    }
    states.set(name, 'done')
  }
  for (const name of names) if (!states.has(name)) visit(name)
  const isForward = (name: string, parent: string): boolean => !closing.has(JSON.stringify([name, parent]))
  return new Map(
    names.map(name => [name, (parents.get(name) ?? []).filter(parent => isForward(name, parent))]),
  )
}

function depthsOf(names: readonly string[], parents: Parents): ReadonlyMap<string, number> {
  const depths = new Map<string, number>()
  const depthOf = (name: string): number => {
    const known = depths.get(name)
    if (known !== undefined) return known
    const depth = Math.max(-1, ...(parents.get(name) ?? []).map(depthOf)) + 1
    depths.set(name, depth)
    return depth
  }
  for (const name of names) depthOf(name)
  return depths
}
