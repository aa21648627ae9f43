// How a text is set: the width it may take and the colours it may use. The terminal decides both; the
// texts of this room only ask for them.

export type Painter = (text: string) => string

export interface Paint {
  readonly bold: Painter
  readonly dim: Painter
  readonly red: Painter
  readonly green: Painter
  readonly yellow: Painter
  readonly cyan: Painter
}

export interface TextStyle {
  /** Columns a line may take; Infinity for a file or a pipe. */
  readonly width: number
  readonly paint: Paint
}

const asIs: Painter = text => text

/** No colours, lines as long as they want to be. */
export const PLAIN_STYLE: TextStyle = {
  width: Number.POSITIVE_INFINITY,
  paint: { bold: asIs, dim: asIs, red: asIs, green: asIs, yellow: asIs, cyan: asIs },
}
