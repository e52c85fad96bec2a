import 'server-only'
import { guardedFetch } from '../../connectors/http/guarded-fetch.ts'
import { openDb } from '../../db/db.ts'
import { isSecondLockOn } from '../../db/scoped.ts'
import type { World } from '../../flows/world.ts'
import { settings } from '../env.ts'
import { openLog } from '../log.ts'
import { mailOver } from '../mail.ts'
import { openGround, worldFrom, type Ground } from '../world.ts'

const requestSeconds = 120

/** Next may load this file more than once in one process; the pool it holds must be one. */
const process = globalThis as typeof globalThis & { standdownGround?: Promise<Ground> }

/** What this web server keeps for as long as it runs. Where it cannot be had (the database is down), the next request tries again. */
export function ground(): Promise<Ground> {
  if (process.standdownGround) return process.standdownGround
  const opening = open()
  process.standdownGround = opening
  opening.catch(() => delete process.standdownGround)
  return opening
}

/** The world one request works in, for so many seconds at most; see `worldFrom` for the two clocks. */
export async function webWorld({
  seconds = requestSeconds,
  ...options
}: { clock?: 'estate' | 'system'; seconds?: number } = {}): Promise<World> {
  const standing = await ground()
  const signal = AbortSignal.timeout(seconds * 1_000)
  let guard: typeof fetch | undefined
  // Most requests call nobody. The one that does gets a guard whose calls end with the request's time.
  const fetchInTime: typeof fetch = (...call) => (guard ??= guardedFetch({ signal, log: standing.log }))(...call)
  return worldFrom({ ...standing, fetch: fetchInTime }, { ...options, signal })
}

async function open(): Promise<Ground> {
  const { databaseUrl, keys, logLevel, mailServer, publicUrl } = settings()
  const log = openLog({ level: logLevel })
  const outside = { mail: mailServer && mailOver(mailServer), site: publicUrl }
  const db = openDb(databaseUrl, { name: 'standdown web' })
  try {
    if (!(await isSecondLockOn(db.pool)))
      log.warn({}, 'The second lock on what owners may read is off: docs/operations.md says how to make the role it needs.')
    return await openGround({ db, keys, log, fetch: guardedFetch({ signal: new AbortController().signal, log }), ...outside })
  } catch (error) {
    await db.close()
    throw error
  }
}
