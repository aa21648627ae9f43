// Parts of work shared out over lanes that work at once: each lane takes the next part when it has done one. The
// first failure stops every lane, and is the one that is told.

export interface Lane {
  /** Ends what goes on and waits until it has ended; does nothing if nothing does. */
  stop(): Promise<void>
  /** Makes what goes on fail, so that the lane can go on with something else. */
  breakOff?(): void
}

/** Parts, made as lanes ask for them, and the lanes that share them. */
export interface Share<Part, Worker extends Lane> {
  readonly parts: Iterator<Part>
  readonly lanes: readonly Worker[]
}

/** Failures after which no lane is stopped: each ends its part, and there will be more to do. */
export interface Leniency {
  readonly isPassing: (error: unknown) => boolean
  /** Told of the first of them; what it gives is called when every lane has ended. */
  readonly onPassing: (lanes: readonly Lane[]) => () => void
}

/** Ends when every lane has ended, whatever it ended with. Throws the first failure, but first one that does not pass. */
export async function shareParts<Part, Worker extends Lane>(
  shares: readonly Share<Part, Worker>[],
  work: (lane: Worker, part: Part) => Promise<void>,
  leniency: Leniency | null = null,
): Promise<void> {
  const lanes = shares.flatMap(share => share.lanes)
  const [failures, passing]: [unknown[], unknown[]] = [[], []]
  const fail = async (error: unknown): Promise<void> => {
    if (leniency?.isPassing(error) === true) {
      if (passing.push(error) === 1) ended = leniency.onPassing(lanes)
      return
    }
    failures.push(error)
    await Promise.all(lanes.map(lane => lane.stop()))
  }
  let ended = (): void => {}
  const goesOn = (): boolean => failures.length + passing.length === 0
  const workThrough = async ({ parts }: Share<Part, Worker>, lane: Worker): Promise<void> => {
    for (let next = parts.next(); !next.done && goesOn(); next = parts.next()) await work(lane, next.value)
  }
  await Promise.all(shares.flatMap(share => share.lanes.map(lane => workThrough(share, lane).catch(fail))))
  ended()
  if (!goesOn()) throw [...failures, ...passing][0]
}
