import { setTimeout as pause } from 'node:timers/promises'
import { Pool, type PoolClient, type PoolConfig } from 'pg'
import { isConnectionLoss } from '../db/transaction.ts'

type OnConnect = (error: Error | undefined, client: PoolClient | undefined, release: (broken?: Error | boolean) => void) => void

const pauseMs = 250

/**
 * A pool that waits for a database that is away instead of failing. The queue's library takes a refused connection at the end
 * of a job for the end of the world: nobody awaits that call, and the process would die of it with its jobs still locked.
 */
export class PatientPool extends Pool {
  readonly #closing = new AbortController()

  constructor(config: PoolConfig) {
    super(config)
    this.on('error', () => undefined)
    this.on('connect', (client) => client.on('error', () => undefined))
  }

  override connect(): Promise<PoolClient>
  override connect(callback: OnConnect): void
  override connect(callback?: OnConnect): Promise<PoolClient> | void {
    if (!callback) return this.#patiently()
    this.#patiently().then(
      (client) => callback(undefined, client, (broken) => client.release(broken)),
      (error: Error) => callback(error, undefined, () => undefined),
    )
  }

  /** Ends the waiting; connections that are out are still given back as usual. */
  giveUp(): void {
    this.#closing.abort()
  }

  async #patiently(): Promise<PoolClient> {
    for (;;) {
      try {
        return await super.connect()
      } catch (error) {
        if (this.#closing.signal.aborted || !isConnectionLoss(error)) throw error
        await pause(pauseMs, undefined, { signal: this.#closing.signal }).catch(() => undefined)
      }
    }
  }
}
