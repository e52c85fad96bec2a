import 'server-only'
import { statfs } from 'node:fs/promises'
import { setImmediate } from 'node:timers/promises'
import { hasMigration } from '../../db/readiness.ts'
import { ground } from './ground.ts'

const slowestLoopMs = 5_000
const waitMs = 3_000
/** Below this Postgres is near the point where it stops altogether rather than refuse a write. */
const lowDiskBytes = 512 * 1024 * 1024

/** How long the event loop takes to come round. */
export async function answering(): Promise<{ alive: boolean; lagMs: number }> {
  const since = performance.now()
  await setImmediate()
  const lagMs = Math.round(performance.now() - since)
  return { alive: lagMs < slowestLoopMs, lagMs }
}

/** Whether the database answers, has the schema that this build was made for, and whether there is room on the disk. */
export async function readiness(): Promise<{ database: boolean; migrations: boolean; disk: boolean }> {
  const [schema, disk] = await Promise.all([schemaState(), hasRoom()])
  return { ...schema, disk }
}

async function schemaState(): Promise<{ database: boolean; migrations: boolean }> {
  const away = { database: false, migrations: false }
  const late = new Promise<typeof away>((resolve) => void setTimeout(resolve, waitMs, away).unref())
  const asked = ground()
    .then(async ({ db }) => ({ database: true, migrations: await hasMigration(db, process.env.STANDDOWN_MIGRATION ?? '') }))
    .catch(() => away)
  return Promise.race([asked, late])
}

async function hasRoom(): Promise<boolean> {
  const { bavail, bsize } = await statfs(process.cwd())
  return bavail * bsize >= lowDiskBytes
}
