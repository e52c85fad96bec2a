import { statfs } from 'node:fs/promises'
import { Client } from 'pg'

/** Room on the disk that holds the data, in bytes: what is left for an ordinary account, and how much there is in all. */
export type Room = { free: number; total: number }

const megabyte = 1024 * 1024

/**
 * Below this much room writers are stopped: 512 MB, or 5 % of a smaller disk, but always room for four WAL segments. A
 * PostgreSQL that cannot write its log does not refuse writes, it ends.
 */
export function lowMark(total: number): number {
  return Math.min(512 * megabyte, Math.max(0.05 * total, 64 * megabyte))
}

/** Whether writers should be stopped now. Once stopped they wait for a quarter more than the mark, so that it does not flutter. */
export function isLow({ free, total }: Room, wasLow: boolean): boolean {
  return free < lowMark(total) * (wasLow ? 1.25 : 1)
}

export async function roomOf(folder: string): Promise<Room> {
  const { bavail, blocks, bsize } = await statfs(folder)
  return { free: bavail * bsize, total: blocks * bsize }
}

export type DiskWatch = { end(): Promise<void> }

/**
 * Watches the room on the data's disk. When it runs low, every new transaction of the server is read-only
 * (`default_transaction_read_only`), so that nothing writes but what says so for itself; when half of that is gone as well,
 * transactions that still write are cut off. When there is room again, all goes on by itself.
 */
export function watchDisk(options: {
  adminUrl: string
  log: (line: string) => void
  room: () => Promise<Room>
  everyMs?: number
}): DiskWatch {
  const { adminUrl, log, room, everyMs = 250 } = options
  let low: boolean | undefined
  let looking: Promise<void> | undefined

  async function look(): Promise<void> {
    const now = await room()
    const wanted = isLow(now, low ?? false)
    if (wanted && now.free < lowMark(now.total) / 2) await administer(adminUrl, [cutWriters])
    if (wanted === low) return
    await administer(adminUrl, wanted ? [readOnly, reload] : [writable, reload])
    if (wanted)
      log(`Only ${Math.round(now.free / megabyte)} MB are left on the disk of the database: writing stops until there is room again.`)
    else if (low) log('There is room on the disk again: writing goes on.')
    low = wanted
    // What the log still holds back is given to the disk now and not in five minutes.
    if (wanted) await administer(adminUrl, ['checkpoint'])
  }

  const timer = setInterval(() => {
    // A server that is away right now is asked again at the next look.
    looking ??= look()
      .catch(() => undefined)
      .finally(() => (looking = undefined))
  }, everyMs)
  timer.unref()
  return {
    async end() {
      clearInterval(timer)
      await looking
    },
  }
}

const readOnly = 'alter system set default_transaction_read_only = on'
const writable = 'alter system reset default_transaction_read_only'
const reload = 'select pg_reload_conf()'
const cutWriters = `select pg_terminate_backend(pid) from pg_stat_activity where backend_xid is not null and pid <> pg_backend_pid()`

async function administer(url: string, statements: readonly string[]): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000, query_timeout: 30_000, options: writing })
  client.on('error', () => undefined)
  await client.connect()
  try {
    for (const statement of statements) await client.query(statement)
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** For sessions that must work while the server takes no writes: ours, and the queue's few bytes. */
export const writing = '-c default_transaction_read_only=off'
