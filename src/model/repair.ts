// What a repair does to the rows of a target, counted.

export interface RepairedTable {
  /** Planned name. */
  readonly table: string
  /** Rows that only the source has. */
  readonly inserted: bigint
  /** Rows of which values are set. */
  readonly updated: bigint
  /** Rows that only the target has. */
  readonly deleted: bigint
}

export interface Repair {
  /** False where the statements were only written. */
  readonly applied: boolean
  /** Tables whose rows differ; of the others nothing is changed. */
  readonly tables: readonly RepairedTable[]
  /** Sequences that lie behind their column, such as `users.id`. */
  readonly sequences: readonly string[]
  /** What else differs and is nobody's row: `tasks.user_id: foreign key …`, one for each check. */
  readonly remaining: readonly string[]
}
