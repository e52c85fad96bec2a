import type { Pool, PoolClient } from 'pg'
import type { ChannelKind, ChannelRow } from '../model/message.ts'

const columns = `kind, address, sealed is not null as "hasSecret", tested_at as "testedAt", tested_for as "testedFor", on_since as "onSince",
  failing_since as "failingSince", problem, retry_at as "retryAt", receiver, version`

/** The channels that somebody set up. */
export async function readChannels(client: Pool | PoolClient): Promise<ChannelRow[]> {
  return (await client.query<ChannelRow>(`select ${columns} from channel order by kind`)).rows
}

/** How many channels are on and take nothing now: the badge of every page. There are three at most. */
export async function countFailing(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ n: number }>(
    'select count(*)::int as n from channel where on_since is not null and failing_since is not null',
  )
  return rows[0]?.n ?? 0
}

/** One channel, its row locked until the transaction ends; null where nobody set it up. */
export async function lockChannel(client: PoolClient, kind: ChannelKind): Promise<ChannelRow | null> {
  const { rows } = await client.query<ChannelRow>(`select ${columns} from channel where kind = $1 for update`, [kind])
  return rows[0] ?? null
}

/** One receiver of a channel, as the caller read of it. */
export type ChannelReceiver = Pick<ChannelRow, 'kind' | 'receiver'>

/** What a channel sends to and signs with, sealed as it rests; null where it has none, or has another receiver by now. */
export async function readChannelSecret(pool: Pool, { kind, receiver }: ChannelReceiver): Promise<string | null> {
  const { rows } = await pool.query<{ sealed: string | null }>('select sealed from channel where kind = $1 and receiver = $2', [
    kind,
    receiver,
  ])
  return rows[0]?.sealed ?? null
}

/** Sets a channel up anew. It is off and untested then: what it sends to is another receiver. */
export async function writeChannel(
  client: PoolClient,
  kind: ChannelKind,
  { address, secret }: { address: string; secret: { keyId: string; sealed: string } | null },
  at: Date,
): Promise<void> {
  await client.query(
    `insert into channel (kind, address, key_id, sealed, changed_at) values ($1, $2, $3, $4, $5)
     on conflict (kind) do update set address = excluded.address, key_id = excluded.key_id, sealed = excluded.sealed, changed_at = excluded.changed_at,
       tested_at = null, tested_for = null, on_since = null, failing_since = null, problem = null, failures = 0, retry_at = null,
       receiver = channel.receiver + 1, version = channel.version + 1`,
    [kind, address, secret?.keyId ?? null, secret?.sealed ?? null, at],
  )
}

/** Notes that a test went through, and what was tested. Whatever failed before is over. */
export async function markTested(client: PoolClient, kind: ChannelKind, testedFor: string, at: Date): Promise<void> {
  await client.query(
    `update channel set tested_at = $3, tested_for = $2, failing_since = null, problem = null, failures = 0, retry_at = null, version = version + 1 where kind = $1`,
    [kind, testedFor, at],
  )
}

/** Switches a channel on (since when) or off (null). */
export async function switchChannel(client: PoolClient, kind: ChannelKind, onSince: Date | null, at: Date): Promise<void> {
  await client.query('update channel set on_since = $2, changed_at = $3, version = version + 1 where kind = $1', [kind, onSince, at])
}

/** Notes that nothing gets through to a receiver; answers with how often in a row that is. Of one that was before it notes nothing. */
export async function markFailing(pool: Pool, { kind, receiver }: ChannelReceiver, problem: string, at: Date): Promise<number> {
  const { rows } = await pool.query<{ failures: number }>(
    `update channel set failing_since = coalesce(failing_since, $3), problem = $2, failures = failures + 1 where kind = $1 and receiver = $4 returning failures`,
    [kind, problem, at, receiver],
  )
  return rows[0]?.failures ?? 1
}

/** Nothing is tried by this channel before then, while its receiver is this one. */
export async function waitUntil(pool: Pool, { kind, receiver }: ChannelReceiver, retryAt: Date): Promise<void> {
  await pool.query('update channel set retry_at = $2 where kind = $1 and receiver = $3', [kind, retryAt, receiver])
}

/** Notes that something got through to a receiver again. With nothing to note it writes nothing. */
export async function markWell(pool: Pool, { kind, receiver }: ChannelReceiver): Promise<void> {
  await pool.query(
    `update channel set failing_since = null, problem = null, failures = 0, retry_at = null where kind = $1 and receiver = $2
       and (failing_since is not null or retry_at is not null)`,
    [kind, receiver],
  )
}
