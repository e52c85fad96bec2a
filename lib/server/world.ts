import { z } from 'zod'
import type { Log } from '../connectors/contract.ts'
import { guardedPeers, type Peers } from '../connectors/http/guarded-peers.ts'
import type { Db } from '../db/db.ts'
import { keyIdsInUse } from '../db/sealed-rows.ts'
import { demoClockSetting, readSetting } from '../db/settings.ts'
import type { Mail, World } from '../flows/world.ts'
import { auditKey } from './audit-key.ts'
import { missingKeys, seal, unseal, type KeyRing } from './seal.ts'

/** What a process keeps for as long as it runs; each act gets a World of its own from it. */
export type Ground = {
  db: Db
  keys: KeyRing
  auditKey: Buffer
  log: Log
  fetch: typeof fetch
  peers: Peers
  mail: Mail | null
  site: string
}

/** What a process opens its ground from. One that sends nothing needs no mail, nor a name under which it is reached. */
export type ToOpen = Omit<Ground, 'auditKey' | 'peers' | 'mail' | 'site'> & Partial<Pick<Ground, 'peers' | 'mail' | 'site'>>

/** Opens what every act needs. Throws AppError('unavailable') with the ids of the keys that are missing, and destroys nothing. */
export async function openGround({
  db,
  keys,
  log,
  fetch,
  peers = peersOf(log),
  mail = null,
  site = 'http://127.0.0.1:3000',
}: ToOpen): Promise<Ground> {
  const missing = missingKeys(keys, await keyIdsInUse(db))
  if (missing) throw missing
  return { db, keys, log, fetch, peers, mail, site, auditKey: await auditKey(db, keys) }
}

/**
 * The world one act works in. Its `now` is the demo's, unless `clock` says 'system': who is signed in, and since when, is
 * real even where the tokens are make-believe.
 */
export async function worldFrom(
  ground: Ground,
  { signal = new AbortController().signal, clock = 'estate' }: { signal?: AbortSignal; clock?: 'estate' | 'system' } = {},
): Promise<World> {
  return {
    db: ground.db,
    fetch: ground.fetch,
    peers: ground.peers,
    mail: ground.mail,
    site: ground.site,
    now: clock === 'system' ? new Date() : await estateNow(ground.db),
    log: ground.log,
    seal: (value, binding) => seal(ground.keys, value, binding),
    unseal: (sealed, binding) => unseal(ground.keys, sealed, binding),
    auditKey: ground.auditKey,
    signal,
  }
}

/** Each call there ends with the signal that it is made with. */
function peersOf(log: Log): Peers {
  return guardedPeers({ signal: new AbortController().signal, log })
}

/** The instant that tokens are judged at. */
export async function estateNow(db: Db): Promise<Date> {
  const offset = z
    .number()
    .int()
    .catch(0)
    .parse(await readSetting(db, demoClockSetting))
  return new Date(Date.now() + offset)
}
