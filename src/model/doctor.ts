// What `doctor` looked at: one line for each question, whether a run can work here and what to do if not.

export interface DoctorLine {
  /** `note` where the answer is worth knowing but stops nothing. */
  readonly ok: 'yes' | 'no' | 'note'
  readonly subject: string
  readonly fact: string
  /** Next step, '' where none is needed. */
  readonly next: string
}
