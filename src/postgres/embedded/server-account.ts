// PostgreSQL refuses to run as root, so root runs it as another account. Where that account cannot reach the
// programs or the data (a folder of mode 700 above them), it is lent one capability that passes such folders:
// the server still owns its data and is still not root.
// https://www.postgresql.org/docs/current/postgres-user.html, capabilities(7), access(2), setpriv(1)
import { readFile } from 'node:fs/promises'
import type { Command } from './run-program.ts'

export interface Account {
  readonly name: string
  readonly uid: number
  readonly gid: number
}

type Capability = 'dac_read_search' | 'dac_override'

/** Who the server's programs run as. */
export type RunsAs =
  | { readonly kind: 'caller' }
  | { readonly kind: 'account'; readonly account: Account }
  | { readonly kind: 'capable account'; readonly account: Account; readonly capability: Capability }

// Bits of the capability sets, linux/capability.h. A container often has the second only.
const CAPABILITY_BITS: readonly (readonly [Capability, bigint])[] = [
  ['dac_read_search', 2n],
  ['dac_override', 1n],
]

export function isRoot(): boolean {
  return process.geteuid?.() === 0
}

/**
 * The ways to run a server, the plainest first. `owner` is whose data it is, when there is data already:
 * PostgreSQL wants to be run by the owner.
 */
export async function waysToRun(owner: Account | null): Promise<readonly RunsAs[]> {
  if (!isRoot()) return [{ kind: 'caller' }]
  const account = owner ?? (await unprivilegedAccount())
  if (account === null) return []
  const capability = await lendableCapability()
  const plain = { kind: 'account', account } as const
  return capability === null ? [plain] : [plain, { kind: 'capable account', account, capability }]
}

/** The command that runs `file` as `runsAs`. */
export function commandAs(runsAs: RunsAs, file: string, args: readonly string[]): Command {
  switch (runsAs.kind) {
    case 'caller':
      return { file, args }
    case 'account':
      return { file, args, uid: runsAs.account.uid, gid: runsAs.account.gid }
    case 'capable account':
      return { file: 'setpriv', args: [...lending(runsAs.account, runsAs.capability), file, ...args] }
  }
}

// Without no_setuid_fixup access(2), with which PostgreSQL looks for its own files, ignores the capability.
function lending(account: Account, capability: Capability): readonly string[] {
  return [
    `--reuid=${account.uid}`,
    `--regid=${account.gid}`,
    '--clear-groups',
    '--no-new-privs',
    '--securebits=+no_setuid_fixup',
    `--inh-caps=+${capability}`,
    `--ambient-caps=+${capability}`,
  ]
}

// initdb asks for the account's name, so it must be one that the system knows.
async function unprivilegedAccount(): Promise<Account | null> {
  const passwd = await readFile('/etc/passwd', 'utf8').catch(() => '')
  for (const name of ['postgres', 'nobody']) {
    const found = new RegExp(`^${name}:[^:]*:(-?\\d+):(-?\\d+):`, 'm').exec(passwd)
    if (found) return { name, uid: Number(found[1]), gid: Number(found[2]) }
  }
  return null
}

async function lendableCapability(): Promise<Capability | null> {
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '')
  const effective = BigInt(`0x${/^CapEff:\s*([0-9a-f]+)/m.exec(status)?.[1] ?? '0'}`)
  return CAPABILITY_BITS.find(([, bit]) => (effective >> bit) & 1n)?.[0] ?? null
}
