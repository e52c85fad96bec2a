import { guardedFetch } from '../lib/connectors/http/guarded-fetch.ts'
import { openDb } from '../lib/db/db.ts'
import { readSettings } from '../lib/server/env.ts'
import { openLog } from '../lib/server/log.ts'
import { mailOver } from '../lib/server/mail.ts'
import { openGround, type Ground } from '../lib/server/world.ts'

/**
 * What a program of ours works on, from its settings: the database, the keys, the log on stderr, and the guarded way out.
 * @param env the settings, complete (`DATABASE_URL` and `STANDDOWN_KEY` set)
 * @param name how this process is named to the database
 * @param signal ends every call under way
 */
export async function groundFrom(env: NodeJS.ProcessEnv, name: string, signal: AbortSignal): Promise<Ground & { close(): Promise<void> }> {
  const { databaseUrl, keys, logLevel, mailServer, publicUrl } = readSettings(env)
  const log = openLog({ level: logLevel })
  const outside = { mail: mailServer && mailOver(mailServer), site: publicUrl }
  const db = openDb(databaseUrl, { max: 5, name })
  try {
    const ground = await openGround({ db, keys, log, fetch: guardedFetch({ signal, log }), ...outside })
    return { ...ground, close: () => db.close() }
  } catch (error) {
    await db.close()
    throw error
  }
}
