import 'server-only'
import { setImmediate } from 'node:timers/promises'
import { databaseState } from '../../db/database-state.ts'
import { hasMigration } from '../../db/readiness.ts'
import { ground } from './ground.ts'

const slowestLoopMs = 5_000
const waitMs = 3_000

/** How long the event loop takes to come round. */
export async function answering(): Promise<{ alive: boolean; lagMs: number }> {
  const since = performance.now()
  await setImmediate()
  const lagMs = Math.round(performance.now() - since)
  return { alive: lagMs < slowestLoopMs, lagMs }
}

type Ready = { database: boolean; migrations: boolean; disk: boolean }

/** Whether the database answers, has the schema that this build was made for, and has the room to take writes. */
export async function readiness(): Promise<Ready> {
  const away = { database: false, migrations: false, disk: false }
  const late = new Promise<Ready>((resolve) => void setTimeout(resolve, waitMs, away).unref())
  const asked = ground()
    .then(async ({ db }) => {
      const migrations = await hasMigration(db, process.env.STANDDOWN_MIGRATION ?? '')
      return { database: true, migrations, disk: (await databaseState(db.pool)) === 'ready' }
    })
    .catch(() => away)
  return Promise.race([asked, late])
}
