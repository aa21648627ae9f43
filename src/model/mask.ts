// Masking: columns whose values are replaced on the way, so that staging gets no real ones. docs/masking.md tells users.

export const MASK_KINDS = ['hash', 'null', 'fixed', 'email', 'keep-domain'] as const

export type MaskKind = (typeof MASK_KINDS)[number]

/** What the configuration asks of a column; `fixed` names the value that every row gets. */
export type MaskWish = Exclude<MaskKind, 'fixed'> | { readonly fixed: string | number }

/** How a column of a plan is masked. */
export interface PlannedMask {
  readonly kind: MaskKind
  /** False where the target was masked with a key that this run does not know, so that nothing can be compared. */
  readonly isComparable: boolean
}

export function maskKind(wish: MaskWish): MaskKind {
  return typeof wish === 'string' ? wish : 'fixed'
}

/** The kinds whose values are made with the key. */
export function isKeyed(kind: MaskKind): boolean {
  return kind !== 'null' && kind !== 'fixed'
}
