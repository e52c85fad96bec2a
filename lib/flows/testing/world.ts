import { randomBytes } from 'node:crypto'
import type { Db } from '../../db/db.ts'
import type { Log } from '../../connectors/contract.ts'
import { readKeyRing } from '../../server/seal.ts'
import { openGround, worldFrom } from '../../server/world.ts'
import type { Cost } from '../password.ts'
import type { Mail, World } from '../world.ts'

/** The least that scrypt takes sensibly: what a hash costs is asked where hashes are (password.test.ts). */
export const quick: Cost = { logN: 10, r: 8, p: 1 }

const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined }

/** The real world over a test's own database, at an instant of the test's choosing; `log` for tests that read what was logged, `mail` for those that send. */
export async function worldOver(
  db: Db,
  { log = silent, fetchOver = fetch, mail = null }: { log?: Log; fetchOver?: typeof fetch; mail?: Mail | null } = {},
): Promise<(now: string, signal?: AbortSignal) => Promise<World>> {
  const keys = readKeyRing(randomBytes(32).toString('base64'))
  const ground = await openGround({ db, keys, log, fetch: fetchOver, mail })
  return async (now, signal) => ({ ...(await worldFrom(ground, signal ? { signal } : {})), now: new Date(now), passwordCost: quick })
}
