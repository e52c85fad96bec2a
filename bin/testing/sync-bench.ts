import { fork, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { afterAll } from 'vitest'
import type { Db } from '../../lib/db/db.ts'
import { freshDatabase } from '../../lib/db/testing/database.ts'
import { startEstate, type Estate } from '../../lib/estate/estate.ts'
import { addSource } from '../../lib/flows/add-source.ts'
import { openGround, worldFrom } from '../../lib/server/world.ts'
import { readKeyRing } from '../../lib/server/seal.ts'

/** The make-believe company, a database that has it as two sources, and real workers (worker.ts) to be killed. */
export type SyncBench = {
  db: Db
  sources: { aws: string; github: string }
  startWorker(): Promise<ChildProcess>
  close(): Promise<void>
}

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }

export async function startEstateFor(tokens: number): Promise<Estate> {
  // Its clock stands still, so that two syncs see the same; and many syncs in one hour are no reason to slow down.
  const estate = await startEstate({ tokens, seed: 11, now: new Date('2026-11-24T00:00:00Z'), githubHourly: 10_000_000 })
  afterAll(() => estate.close())
  return estate
}

export async function openBench(estate: Estate): Promise<SyncBench> {
  const db = await freshDatabase()
  const key = randomBytes(32).toString('base64')
  const ground = await openGround({ db, keys: readKeyRing(key), log: silent, fetch })
  const world = await worldFrom(ground)
  const add = (kind: string, settings: object, credential: object) =>
    addSource(world, { kind: 'system', name: 'test' }, { kind, name: kind, settings, credential, everyMinutes: null })
  const sources = {
    aws: await add('aws', { account: estate.account, region: 'us-east-1', baseUrl: estate.awsUrl }, estate.awsCredential),
    github: await add('github', { org: estate.org, baseUrl: estate.githubUrl }, estate.githubCredential),
  }
  const children = new Set<ChildProcess>()
  const close = async () => {
    for (const child of children) await endWorker(child)
  }
  afterAll(close)
  return {
    db,
    sources,
    close,
    async startWorker() {
      const env = { ...process.env, NODE_ENV: 'production' as const, DATABASE_URL: db.url, STANDDOWN_KEY: key, LOG_LEVEL: 'error' }
      const child = fork(path.join(import.meta.dirname, '..', 'worker.ts'), [], { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
      children.add(child)
      await new Promise<void>((resolve, reject) => {
        child.once('message', () => resolve())
        child.once('exit', (code) => reject(new Error(`The worker ended with ${code}.`)))
      })
      return child
    },
  }
}

/** Ends a worker without a word, and waits until it is gone. */
export async function endWorker(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await ended
}
