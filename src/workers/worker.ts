// The thread of one worker: a reader in the shared moment, and a connection of its own once it is asked to connect.
// It does one job at a time; `stop` breaks off what goes on.
import { parentPort, workerData } from 'node:worker_threads'
import { copyPart } from '../copy/copy-part.ts'
import { TargetConnection } from '../postgres/connection.ts'
import { quickCheck } from '../sqlite/quick-check.ts'
import { openThreadReader } from '../sqlite/source-file.ts'
import { type PartDigests, provePart } from '../verify/content/proof-part.ts'
import { useNoCompiler } from '../verify/content/target-moment.ts'
import { toFailure } from './failure.ts'
import type { Answers, FromWorker, Job, ToWorker, WorkerTerms } from './messages.ts'
import { joinMoment } from './shared-moment.ts'

const port = parentPort
if (port === null) throw new Error('this file is the thread of a worker')
const { file, moment, thread } = workerData as WorkerTerms
const stopping = new AbortController()
const reader = openThreadReader(file, stopping.signal)
let connection: TargetConnection | null = null

const say = (message: FromWorker): void => port.postMessage(message)

function requireConnection(): TargetConnection {
  if (connection === null) throw new Error('this worker has no connection')
  return connection
}

async function perform(job: Job): Promise<Answers[Job['kind']]> {
  switch (job.kind) {
    case 'connect':
      if (connection === null || connection.isLost)
        connection = await TargetConnection.connect(job.settings, { signal: stopping.signal })
      return null
    case 'check':
      quickCheck(reader, file.path, job.tables ?? undefined)
      return null
    case 'ask':
      return reader.raw(job.sql, job.params)
    case 'copy': {
      const { part, schema, progress, encoding } = job
      const ends = { reader, connection: requireConnection(), schema, progress, encoding }
      return copyPart(part, ends, (rows, bytes) => say({ kind: 'progress', rows, bytes }))
    }
    case 'prove':
      return prove(job)
  }
}

function prove({ part, snapshot }: Extract<Job, { kind: 'prove' }>): Promise<PartDigests> {
  const ends = { reader, connection: requireConnection() }
  const work = async (): Promise<PartDigests> => {
    await useNoCompiler(ends.connection)
    return provePart(part, ends, rows => say({ kind: 'progress', rows, bytes: 0 }))
  }
  const moment = { isolation: 'repeatable read', readOnly: true } as const
  return ends.connection.transaction(work, snapshot === null ? moment : { ...moment, snapshot })
}

let current: Promise<void> = Promise.resolve()

async function close(): Promise<void> {
  await current
  reader.close()
  await connection?.close()
  port?.close()
}

async function receive(message: ToWorker): Promise<void> {
  switch (message.kind) {
    case 'job':
      current = perform(message.job).then(
        answer => say({ kind: 'done', answer }),
        thrown => say({ kind: 'failed', failure: toFailure(thrown) }),
      )
      return
    case 'break off':
      connection?.drop()
      return
    case 'stop':
      stopping.abort()
      await close()
  }
}

port.on('message', receive)
say({ kind: 'ready' })
if (!joinMoment(moment, thread, reader)) await close()
