// Looking a thing up in a list, once for each of a thousand tables or columns, takes a million looks. What follows
// from a record alone is worked out once for it and kept as long as the record lives.

/** `work`, done once for each record; the record must never change, nor what `work` reads besides. */
export function oncePer<Of extends object, Result>(work: (of: Of) => Result): (of: Of) => Result {
  const done = new WeakMap<Of, { readonly result: Result }>()
  return of => {
    const known = done.get(of) ?? { result: work(of) }
    done.set(of, known)
    return known.result
  }
}

/** The items by their key; of several with one key the first. */
export function firstBy<Key, Item>(
  items: readonly Item[],
  keyOf: (item: Item) => Key,
): ReadonlyMap<Key, Item> {
  return new Map(items.toReversed().map(item => [keyOf(item), item]))
}

/** All items of each key, in their order. */
export function groupBy<Key, Item>(
  items: readonly Item[],
  keyOf: (item: Item) => Key,
): ReadonlyMap<Key, readonly Item[]> {
  const groups = new Map<Key, Item[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group === undefined) groups.set(keyOf(item), [item])
    else group.push(item)
  }
  return groups
}
