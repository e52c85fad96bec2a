import { setTimeout as pause } from 'node:timers/promises'
import type { Client } from 'pg'
import type { Log } from '../connectors/contract.ts'
import { takeSessionLock } from '../db/session-lock.ts'

const retryMs = 250

/** A pool's proof of life: a lock on a connection of its own. `client` is undefined while the connection is cut. */
export type Presence = { client(): Client | undefined; end(): Promise<void> }

/**
 * Takes the lock that says that this pool lives, before it takes its first job, and takes it again whenever its connection is
 * cut. Rejects only when ended first.
 */
export async function announce(url: string, poolId: string, log: Log): Promise<Presence> {
  const ended = new AbortController()
  let client: Client | undefined = await hold(url, poolId, log, ended.signal)
  const watch = (held: Client) =>
    held.once('end', () => {
      client = undefined
      if (ended.signal.aborted) return
      log.warn({ pool: poolId }, 'the connection that shows this worker alive was cut; making it anew')
      hold(url, poolId, log, ended.signal).then(
        (again) => watch((client = again)),
        () => undefined,
      )
    })
  watch(client)
  return {
    client: () => client,
    async end() {
      ended.abort()
      await client?.end().catch(() => undefined)
    },
  }
}

async function hold(url: string, poolId: string, log: Log, signal: AbortSignal): Promise<Client> {
  for (;;) {
    signal.throwIfAborted()
    try {
      const client = await takeSessionLock(url, poolId, 1_000)
      if (client && !signal.aborted) return client
      await client?.end()
    } catch (error) {
      log.info({ err: error }, 'the database does not answer yet')
    }
    await pause(retryMs, undefined, { signal })
  }
}
