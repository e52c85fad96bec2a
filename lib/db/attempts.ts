import { createHash } from 'node:crypto'
import type { Db } from './db.ts'

/** How often a thing may be tried: so many failures, then a wait. Failures are forgotten after `waitSeconds` without one. */
export type TryLimit = { tries: number; waitSeconds: number }

export type Standing = { left: number; waitSeconds: number }

/**
 * Counts a try before it is made, in one statement: of any number made at once, no more than `tries` go through. Gives back
 * how many are left after this one; `waitSeconds` above 0 means that this one may not be made.
 */
export async function takeTry(db: Db, key: string, { tries, waitSeconds }: TryLimit, now: Date): Promise<Standing> {
  const { rows } = await db.pool.query<{ failures: number; wait_until: Date | null; refused: boolean }>(
    `insert into attempt as a (key, failures, since, wait_until)
       values ($1, 1, $2::timestamptz, case when 1 >= $3::int then $2::timestamptz + make_interval(secs => $4) end)
     on conflict (key) do update set
       failures = case when a.wait_until > $2 then a.failures + 1
                       when a.since <= $2::timestamptz - make_interval(secs => $4) or a.wait_until is not null then 1 else a.failures + 1 end,
       since = case when a.wait_until > $2 then a.since else $2 end,
       wait_until = case when a.wait_until > $2 then a.wait_until
                         when a.since <= $2::timestamptz - make_interval(secs => $4) or a.wait_until is not null
                           then case when 1 >= $3::int then $2::timestamptz + make_interval(secs => $4) end
                         when a.failures + 1 >= $3::int then $2::timestamptz + make_interval(secs => $4) end
     returning failures, wait_until, failures > $3::int as refused`,
    [hash(key), now, tries, waitSeconds],
  )
  const row = rows[0]
  if (!row) throw new Error('A try was not counted.')
  const wait = row.wait_until ? Math.max(0, Math.ceil((row.wait_until.getTime() - now.getTime()) / 1_000)) : 0
  return { left: Math.max(0, tries - row.failures), waitSeconds: row.refused ? wait : 0 }
}

/** How often something that is right may be asked for: so many turns in so many seconds, counted from the first. */
export type TurnLimit = { turns: number; seconds: number }

/** Takes a turn, in one statement: of any number asked for at once no more than there are go through. Gives back how many seconds to wait; 0 is a turn. */
export async function takeTurn(db: Db, key: string, { turns, seconds }: TurnLimit, now: Date): Promise<number> {
  const { rows } = await db.pool.query<{ taken: number; since: Date }>(
    `insert into attempt as a (key, failures, since) values ($1, 1, $2::timestamptz)
     on conflict (key) do update set
       failures = case when a.since <= $2::timestamptz - make_interval(secs => $3) then 1 else a.failures + 1 end,
       since = case when a.since <= $2::timestamptz - make_interval(secs => $3) then $2 else a.since end
     returning failures as taken, since`,
    [hash(key), now, seconds],
  )
  const row = rows[0]
  if (!row || row.taken <= turns) return 0
  return Math.max(1, Math.ceil((row.since.getTime() + seconds * 1_000 - now.getTime()) / 1_000))
}

/** Forgets the failures: the try was right. */
export async function forgiveTries(db: Db, keys: readonly string[]): Promise<void> {
  await db.prisma.attempt.deleteMany({ where: { key: { in: keys.map(hash) } } })
}

/** Removes counts that no longer count; gives back how many. */
export async function sweepTries(db: Db, before: Date): Promise<number> {
  return (await db.prisma.attempt.deleteMany({ where: { since: { lt: before } } })).count
}

function hash(key: string): string {
  return createHash('sha256').update(key).digest('hex')
}
