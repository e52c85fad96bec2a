import type { Readable } from 'node:stream'
import { Client } from 'pg'
import { AppError } from '../model/app-error.ts'
import type { PopulationSource } from '../model/taken.ts'
import type { Scope } from '../model/viewer.ts'
import type { Db } from './db.ts'
import { populationAt } from './population.ts'
import { ownerSettings } from './scoped.ts'

/** How long an export may take; a slow reader at the other end holds the connection for as long. */
export const mostExportMinutes = 30

/** At most so many exports at once for one holder: each keeps a connection and a scan busy. */
const mostAtOnce = 2

/**
 * A connection of an export's own: an export is slow, and the pool is small. The holder's turn ends with it. Throws AppError
 * 'too-many' where the holder has as many exports under way, on whichever web server.
 */
export async function exportConnection(db: Pick<Db, 'url'>, holder?: string): Promise<Client> {
  const client = new Client({
    connectionString: db.url,
    application_name: 'standdown export',
    connectionTimeoutMillis: 5_000,
    statement_timeout: mostExportMinutes * 60_000,
  })
  // A cut connection is raised here as well as by what is asked of it, which is where it is answered.
  client.on('error', () => undefined)
  await client.connect()
  try {
    if (holder !== undefined) await takeTurn(client, holder)
    return client
  } catch (error) {
    await client.end()
    throw error
  }
}

/**
 * Begins the one instant that an export is of, the second lock on where it is `locked`, and answers with what it speaks of `at` a time: read
 * in that same instant, so that no sync which ends meanwhile makes it false of the rows. It ends with the connection.
 */
export async function beginExport(client: Client, scope: Scope, locked: boolean, at: Date): Promise<readonly PopulationSource[]> {
  await client.query('begin isolation level repeatable read read only')
  const sources = await populationAt(client, at)
  if (locked && !scope.all) await client.query(ownerSettings(scope.ownerIds))
  return sources
}

/**
 * Cuts a file off that takes longer than an export may. A statement's own limit ends neither one that waits for its reader nor one whose
 * rows were all read.
 */
export function cutOffLate(file: Readable): void {
  const late = () => void file.destroy(new Error(`It was not read within ${mostExportMinutes} minutes.`))
  const timer = setTimeout(late, mostExportMinutes * 60_000).unref()
  file.once('close', () => clearTimeout(timer))
}

/** Takes one of the holder's turns for as long as the connection lasts. */
async function takeTurn(client: Client, holder: string): Promise<void> {
  for (let turn = 1; turn <= mostAtOnce; turn += 1) {
    const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock(hashtext($1), hashtext($2)) as taken', [
      `export ${turn}`,
      holder,
    ])
    if (rows[0]?.taken) return
  }
  throw new AppError('too-many', `You have ${mostAtOnce} exports under way. Wait for one to end, or stop it.`)
}
