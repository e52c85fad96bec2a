import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { afterAll, inject } from 'vitest'
import { openDb, type Db } from '../db.ts'
import { dropDatabase } from './drop-database.ts'
import { template } from './postgres.ts'

/**
 * A migrated database of its own for a test file: call it at the top of the file, `const db = await freshDatabase()`. It is
 * closed and dropped after the file's tests. `db.url` is for processes that a test starts.
 */
export async function freshDatabase(): Promise<Db> {
  const db = openDb(await makeDatabase(`create database %s template ${template}`), { name: 'test' })
  afterAll(() => db.close())
  return db
}

/** The URL of a database with nothing in it, not even tables; dropped after the file's tests. */
export async function emptyDatabase(): Promise<string> {
  return makeDatabase('create database %s')
}

async function makeDatabase(statement: string): Promise<string> {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await administer((client) => client.query(statement.replace('%s', name)))
  afterAll(() => administer((client) => dropDatabase(client, name)))
  const url = new URL(inject('postgres'))
  url.pathname = `/${name}`
  return url.href
}

async function administer(act: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client({ connectionString: inject('postgres') })
  await client.connect()
  try {
    await act(client)
  } finally {
    await client.end()
  }
}
