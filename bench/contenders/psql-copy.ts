// The measure for rows: PostgreSQL's own client sends files that need no work at all.
import type { Contender } from '../contender.ts'
import { provideReadyFiles, readyFilePath } from '../data/ready-files.ts'
import { targetTables } from '../data/target-tables.ts'
import { findProgram } from '../process/find-program.ts'
import { askOnce } from '../server/target.ts'

export const PSQL_COPY = 'psql \\copy'

/** How psql is started by all contenders that use it. */
export const PSQL_ARGS = ['--no-psqlrc', '--quiet', '--set', 'ON_ERROR_STOP=1'] as const

export const psqlCopy: Contender = {
  name: PSQL_COPY,
  does: 'rows only, of ready text files into bare tables',
  parts: ['load'],
  fillsTarget: true,
  find: signal => findProgram(signal, 'psql'),
  prepareData: async data => provideReadyFiles(data),
  prepareTarget: async ({ data, target }) => {
    await askOnce(target.url, targetTables(data.size))
  },
  command: ({ data, target }) => ({
    file: 'psql',
    args: [
      ...PSQL_ARGS,
      ...data.tables.flatMap(({ name }) => [
        '--command',
        `\\copy ${name} FROM '${readyFilePath(data, name)}'`,
      ]),
      target.publicUrl,
    ],
  }),
  readSeconds: ({ seconds }) => ({ rows: seconds }),
}
