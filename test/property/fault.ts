// What ends the judging of a database: a kind, the same for a smaller database that shows it too, and the details.

export class Fault extends Error {
  readonly kind: string

  constructor(kind: string, detail: string) {
    super(detail)
    this.kind = kind
  }
}
