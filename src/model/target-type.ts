// The type of a target's column as a load needs it: what lies below a domain, an enum's labels, an array's elements.

export interface TargetType {
  /** As format_type() writes it, with its schema where it has one of its own. */
  readonly type: string
  /** The type below all domains, with its arguments, such as `character varying(10)`. */
  readonly written: string
  /** Internal name of that type, such as `varchar`. */
  readonly base: string
  readonly kind: 'plain' | 'enum' | 'array'
  readonly isDomain: boolean
  /** Of an enum, in their order; of other types empty. */
  readonly labels: readonly string[]
  /** Internal name of an array's elements, or null. */
  readonly element: string | null
}
