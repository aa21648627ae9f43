// One COPY … FROM STDIN: buffers go in, the number of rows comes out. A write ends when the socket has taken
// the buffer, so memory stays at one buffer; after a failure nothing more is handed to the stream, which
// has let go of its connection by then.
// https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-COPY
import type { CopyStreamQuery } from 'pg-copy-streams'
import { from as copyFrom } from 'pg-copy-streams'
import type { PostgresSql } from '../sql/text.ts'
import type { WireClient } from './connect/wire-client.ts'

export class CopySink {
  readonly #stream: CopyStreamQuery
  readonly #toError: (error: unknown) => Error
  readonly #failed: Promise<never>
  readonly #finished: Promise<void>
  #state: 'open' | 'ended' | 'failed' = 'open'

  constructor(client: WireClient, sql: PostgresSql, toError: (error: unknown) => Error) {
    this.#toError = toError
    this.#stream = copyFrom(sql)
    this.#failed = new Promise((_, reject) => {
      this.#stream.on('error', error => {
        this.#state = 'failed'
        reject(this.#toError(error))
      })
    })
    this.#failed.catch(() => undefined)
    this.#finished = new Promise(resolve => this.#stream.once('finish', resolve))
    client.query(this.#stream)
  }

  /** Sends a piece of the COPY text; fails with the server's complaint about this piece or an earlier one. */
  async write(chunk: Buffer): Promise<void> {
    if (this.#state === 'open') await Promise.race([this.#failed, this.#send(chunk)])
    else await this.#refuse()
  }

  /** Ends the COPY: the number of rows the server took. */
  async end(): Promise<bigint> {
    if (this.#state !== 'open') await this.#refuse()
    this.#state = 'ended'
    this.#stream.end()
    await Promise.race([this.#failed, this.#finished])
    return BigInt(this.#stream.rowCount)
  }

  /** Makes the server forget every row of this COPY; does nothing if it has ended. */
  async abort(): Promise<void> {
    if (this.#state !== 'open') return
    this.#state = 'failed'
    this.#stream.destroy(new Error('given up by sqlite2pg'))
    await this.#failed.catch(() => undefined)
  }

  #send(chunk: Buffer): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#stream.write(chunk, error => (error ? reject(this.#toError(error)) : resolve()))
    })
  }

  #refuse(): Promise<never> {
    return this.#state === 'failed' ? this.#failed : Promise.reject(new Error('this COPY has ended already'))
  }
}
