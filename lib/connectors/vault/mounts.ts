import { z } from 'zod'
import type { VaultPoliciesStated } from '../../model/permission-statement.ts'
import { gapOf } from '../gaps.ts'
import { CallError } from '../http/call-error.ts'
import type { Vault } from './api.ts'

export const authPath = '/sys/auth'
export const authFix = 'It takes read on sys/auth.'
export const mountsPath = '/sys/mounts'
export const mountsFix = 'It takes read on sys/mounts.'

const Mount = z.object({
  type: z.string().min(1).max(100),
  accessor: z.string().max(200).nullish(),
  config: z.object({ max_lease_ttl: z.number().nullish() }).nullish(),
  options: z.object({ version: z.string().max(10).nullish() }).nullish(),
})
const Table = z.object({ data: z.record(z.string().min(1).max(500), Mount) })
export type Mount = z.infer<typeof Mount>
type Table = Readonly<Record<string, Mount>>

/** No Vault that we know has more. */
const most = 2_000

/** What is mounted where; each of the two tables is read once a run. */
export class Mounts {
  readonly #vault: Pick<Vault, 'api'>
  readonly #tables = new Map<string, Promise<Table>>()

  constructor(vault: Pick<Vault, 'api'>) {
    this.#vault = vault
  }

  /** Secrets engines. Throws CallError. */
  engines(): Promise<Table> {
    return this.#table(mountsPath)
  }

  /** Ways to sign in. Throws CallError. */
  signIns(): Promise<Table> {
    return this.#table(authPath)
  }

  /**
   * The types of what these paths of policies may lead into. A table that could not be read has none, which its own phase tells; a refused
   * credential is thrown.
   */
  async typesFor(paths: readonly string[]): Promise<NonNullable<VaultPoliciesStated['mounts']>> {
    const starts = [...new Set(paths.map((path) => path.slice(0, /[+*]|$/.exec(path)?.index ?? 0)))]
    const all = [...(await this.#types('', mountsPath, mountsFix)), ...(await this.#types('auth/', authPath, authFix))]
    const met = all.filter(([at]) => starts.some((start) => at.startsWith(start) || start.startsWith(at)))
    return met.length > most ? {} : Object.fromEntries(met)
  }

  async #types(under: string, path: string, fix: string): Promise<(readonly [string, string])[]> {
    try {
      return Object.entries(await this.#table(path)).map(([at, mount]) => [`${under}${at}`, typeOf(mount)] as const)
    } catch (error) {
      // Throws what ends the run.
      gapOf(error, path, fix)
      return []
    }
  }

  #table(path: string): Promise<Table> {
    const asked = this.#tables.get(path) ?? this.#read(path)
    this.#tables.set(path, asked)
    return asked
  }

  async #read(path: string): Promise<Table> {
    const { data } = Table.safeParse((await this.#vault.api.get(path)).data)
    if (data) return data.data
    const call = `GET ${path}`
    throw new CallError('provider', `${call} answered something that cannot be read.`, { call, why: 'malformed' })
  }
}

/** The key-value engine has two versions of one type, whose paths mean different things. */
function typeOf({ type, options }: Mount): string {
  return type === 'kv' && options?.version === '2' ? 'kv-v2' : type
}
