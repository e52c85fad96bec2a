import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Client } from 'pg'
import type { TestProject } from 'vitest/node'
import { startPostgres } from '../../../bin/postgres.ts'
import { migrate } from '../migrate.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Signs in to the run's own server, as an account that may make databases. */
    postgres: string
  }
}

export const template = 'standdown_template'

/** Starts one server for the whole run, with a migrated database to copy from; ends it and removes its data afterwards. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dir = await mkdtemp(path.join(tmpdir(), 'standdown-test-'))
  const postgres = await startPostgres({ dir, log: () => undefined, disposable: true })
  const client = new Client({ connectionString: postgres.url })
  await client.connect()
  await client.query(`create database ${template}`)
  await client.end()
  const url = new URL(postgres.url)
  url.pathname = `/${template}`
  await migrate(url.href, () => undefined)
  project.provide('postgres', postgres.url)
  return async () => {
    await postgres.stop()
    await rm(dir, { recursive: true, force: true })
  }
}
