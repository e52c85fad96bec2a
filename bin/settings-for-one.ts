import path from 'node:path'
import { Refusal } from './bootstrap/steps.mjs'
import { migrateOrSay } from './migrate-or-say.ts'
import { secrets } from './secrets.ts'
import { runningProduct } from './with-database.ts'

const data = path.join(path.dirname(import.meta.dirname), '.data')

/**
 * The settings of a web server or a worker that runs by itself: `DATABASE_URL` as set, or the embedded database of the `npm start`
 * that runs from this folder. Several may start at once on an old schema: one brings it up to date, the others wait for it.
 * @throws Refusal when there is neither
 */
export async function settingsForOne(): Promise<NodeJS.ProcessEnv> {
  const product = process.env.DATABASE_URL ? undefined : runningProduct()
  const databaseUrl = process.env.DATABASE_URL || product?.databaseUrl
  if (!databaseUrl) {
    throw new Refusal('There is no database: set DATABASE_URL, or run `npm start` from this folder, whose database this one would use.')
  }
  await migrateOrSay(databaseUrl)
  const demo = product?.demo ? 'on' : 'off'
  return { ...process.env, ...secrets(data, process.env), DATABASE_URL: databaseUrl, STANDDOWN_DEMO: demo }
}
