// Parts of work shared out over lanes that work at once: each lane takes the next part when it has done one. The
// first failure stops every lane, and is the one that is told.

export interface Lane {
  /** Ends what goes on and waits until it has ended; does nothing if nothing does. */
  stop(): Promise<void>
}

/** Parts, made as lanes ask for them, and the lanes that share them. */
export interface Share<Part, Worker extends Lane> {
  readonly parts: Iterator<Part>
  readonly lanes: readonly Worker[]
}

/** Ends when every lane has ended, whatever it ended with. */
export async function shareParts<Part, Worker extends Lane>(
  shares: readonly Share<Part, Worker>[],
  work: (lane: Worker, part: Part) => Promise<void>,
): Promise<void> {
  const failures: unknown[] = []
  const fail = async (error: unknown): Promise<void> => {
    failures.push(error)
    await Promise.all(shares.flatMap(({ lanes }) => lanes).map(lane => lane.stop()))
  }
  const workThrough = async ({ parts }: Share<Part, Worker>, lane: Worker): Promise<void> => {
    for (let next = parts.next(); !next.done && failures.length === 0; next = parts.next())
      await work(lane, next.value)
  }
  await Promise.all(shares.flatMap(share => share.lanes.map(lane => workThrough(share, lane).catch(fail))))
  if (failures.length > 0) throw failures[0]
}
