import { createHash, randomUUID } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { Logger, runMigrations } from 'graphile-worker'
import { Client, DatabaseError } from 'pg'
import { AppError } from '../model/app-error.ts'
import { ensureOwnerReads } from './owner-reads.ts'

/** The lock that Prisma's own engine takes while it migrates, so that the two never work at once. */
const prismaLock = 72_707_369
const waitSeconds = 60
const oldestServer = { number: 150_000, name: '15' }
const defaultFolder = fileURLToPath(new URL('../../prisma/migrations', import.meta.url))

/** Prisma's own table, so that `prisma migrate` goes on where this leaves off. */
const journal = `create table public._prisma_migrations (
  id varchar(36) primary key not null, checksum varchar(64) not null, finished_at timestamptz, migration_name varchar(255) not null,
  logs text, rolled_back_at timestamptz, started_at timestamptz not null default now(), applied_steps_count integer not null default 0)`

type Migration = { name: string; file: string; sql: string }
type Entry = { name: string; checksum: string; finished: boolean }

/**
 * Brings a database to the newest schema: the migrations of `folder` in order of their names, each in a transaction of its
 * own, and the job queue's own tables. Several at once: one works, the others wait up to 60 seconds and find nothing to do.
 * Gives back the names of what was applied. Throws AppError: 'conflict' when an applied file was changed or another process
 * holds the lock, 'unavailable' when the server is too old or a migration fails; a failed one leaves nothing half-done.
 */
export async function migrate(url: string, log: (line: string) => void, folder = defaultFolder): Promise<string[]> {
  const migrations = await readMigrations(folder)
  const client = new Client({
    connectionString: url,
    application_name: 'standdown migrate',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  })
  client.on('error', () => undefined)
  await client.connect()
  try {
    await refuseOldServer(client)
    await takeLock(client)
    const applied = await applyMissing(client, migrations, log)
    await ensureOwnerReads(client, log)
    // Under the same lock: two workers that start at once on an empty database would both make the queue's tables.
    await runMigrations({ connectionString: url, logger: new Logger(() => () => undefined) })
    return applied
  } finally {
    // Ending the session gives the lock back.
    await client.end()
  }
}

async function applyMissing(client: Client, migrations: readonly Migration[], log: (line: string) => void): Promise<string[]> {
  await keepJournal(client)
  const entries = await readJournal(client)
  const changed = migrations.filter(({ name, sql }) =>
    entries.some((entry) => entry.name === name && entry.finished && !matches(sql, entry.checksum)),
  )
  if (changed.length) {
    throw new AppError(
      'conflict',
      `A migration was changed after this database had it: ${changed.map(({ file }) => file).join(', ')}. Put the file back as it was (git checkout), and write what is new as a migration of its own: npm run migration -- NAME.`,
      changed.map(({ file }) => ({ where: file, what: 'differs from what was applied' })),
    )
  }
  const halted = entries.find((entry) => !entry.finished)
  if (halted) {
    throw new AppError(
      'conflict',
      `Another tool left migration ${halted.name} unfinished in this database. See what of it is there, then say so: npx prisma migrate resolve --config prisma/config.ts --rolled-back ${halted.name} (nothing of it) or --applied ${halted.name} (all of it), and start again.`,
    )
  }
  const known = new Set(migrations.map(({ name }) => name))
  const newer = entries.filter(({ name }) => !known.has(name)).map(({ name }) => name)
  if (newer.length) log(`this database has migrations of a newer version: ${newer.join(', ')}`)
  const missing = migrations.filter(({ name }) => !entries.some((entry) => entry.name === name))
  for (const migration of missing) {
    await apply(client, migration)
    log(`applied ${migration.name}`)
  }
  return missing.map(({ name }) => name)
}

/** The journal's row and the schema change commit together: a kill between the two cannot be. */
async function apply(client: Client, { name, file, sql }: Migration): Promise<void> {
  const id = randomUUID()
  const started = new Date()
  const insert = `insert into public._prisma_migrations (id, checksum, migration_name, started_at, finished_at, rolled_back_at, logs, applied_steps_count)
    values ($1, $2, $3, $4, $5, $6, $7, $8)`
  await client.query('begin')
  try {
    await client.query('set local search_path to public')
    await client.query(sql)
    await client.query(insert, [id, sha256(sql), name, started, new Date(), null, null, 1])
    await client.query('commit')
  } catch (cause) {
    await client.query('rollback').catch(() => undefined)
    const problem = describe(cause, sql)
    // Kept as rolled back, which is what it is: the next start, or Prisma, tries it again.
    await client.query(insert, [id, sha256(sql), name, started, null, new Date(), problem, 0]).catch(() => undefined)
    throw new AppError(
      'unavailable',
      `Migration ${file} failed and was taken back whole: ${problem}. The database is as it was before.`,
      [],
      { cause },
    )
  }
}

function describe(cause: unknown, sql: string): string {
  if (!(cause instanceof DatabaseError)) return cause instanceof Error ? cause.message : String(cause)
  const line = cause.position ? ` (line ${sql.slice(0, Number(cause.position)).split('\n').length})` : ''
  return `${cause.message}${line}`
}

/** Prisma's layout: a folder a migration, named by its stamp, with `migration.sql` in it. */
export async function readMigrations(folder: string): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    throw new AppError('unavailable', `The migrations are not there: ${folder} cannot be read.`, [], { cause })
  })
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  return Promise.all(
    names.sort().map(async (name) => ({
      name,
      file: path.join('prisma', 'migrations', name, 'migration.sql'),
      sql: await readFile(path.join(folder, name, 'migration.sql'), 'utf8'),
    })),
  )
}

async function refuseOldServer(client: Client): Promise<void> {
  const { rows } = await client.query<{ number: number; name: string }>(
    `select current_setting('server_version_num')::int as number, current_setting('server_version') as name`,
  )
  const server = rows[0]
  if (server && server.number >= oldestServer.number) return
  throw new AppError('unavailable', `This database is PostgreSQL ${server?.name}; Standdown needs ${oldestServer.name} or newer.`)
}

async function takeLock(client: Client): Promise<void> {
  // A migration may rightly take long; what may not is the wait for somebody else's.
  await client.query('set statement_timeout = 0')
  // Killed in the middle of a long statement, we must not keep the lock until that statement ends.
  await client.query(`set client_connection_check_interval = '500ms'`).catch(() => undefined)
  await client.query(`set lock_timeout = '${waitSeconds}s'`)
  try {
    await client.query('select pg_advisory_lock($1)', [prismaLock])
  } catch (cause) {
    if (!(cause instanceof DatabaseError) || cause.code !== '55P03') throw cause
    throw new AppError(
      'conflict',
      `Another process has been migrating this database for more than ${waitSeconds} seconds. Wait for it to end, then start again.`,
    )
  }
}

/** Made only where it is missing: a start with nothing to do writes nothing, and so works on a server that takes no writes. */
async function keepJournal(client: Client): Promise<void> {
  const { rows } = await client.query<{ missing: boolean }>(`select to_regclass('public._prisma_migrations') is null as missing`)
  if (rows[0]?.missing) await client.query(journal)
}

async function readJournal(client: Client): Promise<Entry[]> {
  const { rows } = await client.query<Entry>(
    `select migration_name as name, checksum, finished_at is not null as finished from public._prisma_migrations
     where rolled_back_at is null order by started_at`,
  )
  return rows
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** Git may hand out the same file with other line ends; as Prisma does, those count as the same. */
function matches(sql: string, checksum: string): boolean {
  const lines = sql.replaceAll('\r\n', '\n')
  return [sql, lines, lines.replaceAll('\n', '\r\n')].some((text) => sha256(text) === checksum)
}
