import type { Pool, PoolClient } from 'pg'
import type { Json } from '../model/json.ts'
import type { ChannelKind, ChannelRow, MessageState, NoticeKind, Reader } from '../model/message.ts'

/**
 * Makes those who fill the outbox, and those who change where it goes, take turns, so that what is due is found by one of them. Held until
 * the transaction ends; taken before any channel's row is, as two who took them in another order would wait for each other.
 */
export async function holdOutbox(client: PoolClient): Promise<void> {
  await client.query(`select pg_advisory_xact_lock(hashtextextended('messages.outbox', 0))`)
}

/** Which of these keys were told already, or wait to be; but for what waits in one channel, where that is about to be dropped. */
export async function knownKeys(client: PoolClient, keys: readonly string[], but: ChannelKind | null): Promise<Set<string>> {
  const { rows } = await client.query<{ key: string }>(
    `select i.key from message_item i join message m on m.id = i.message_id
     where i.key = any($1::text[]) and not ($2::text is not null and m.channel = $2 and m.state in ('queued', 'held', 'failed'))`,
    [keys, but],
  )
  return new Set(rows.map(({ key }) => key))
}

export type NewMessage = {
  id: string
  kind: NoticeKind
  channel: ChannelKind
  recipient: string
  name: string
  ownerId: string | null
  receiver: number
  state: 'queued' | 'held'
}

export type NewItem = {
  key: string
  messageId: string
  reader: Reader
  holderId: string | null
  planId: string | null
  exceptionId: string | null
  exposureId: string | null
  sourceId: string | null
  facts: Json
}

/** Puts messages and what they say into the outbox, in two statements however many there are. */
export async function insertMessages(client: PoolClient, messages: readonly NewMessage[], items: readonly NewItem[], at: Date): Promise<void> {
  await client.query(
    `insert into message (id, kind, channel, recipient, name, owner_id, receiver, state, next_attempt_at, created_at)
     select m.id, m.kind, m.channel, m.recipient, m.name, m."ownerId", m.receiver, m.state, $2, $2
     from jsonb_to_recordset($1::jsonb) as m(id uuid, kind text, channel text, recipient text, name text, "ownerId" uuid, receiver int, state text)`,
    [JSON.stringify(messages), at],
  )
  await client.query(
    `insert into message_item (key, message_id, reader, holder_id, plan_id, exception_id, exposure_id, source_id, facts)
     select i.key, i."messageId", i.reader, i."holderId", i."planId", i."exceptionId", i."exposureId", i."sourceId", i.facts
     from jsonb_to_recordset($1::jsonb) as i(key text, "messageId" uuid, reader text, "holderId" uuid, "planId" uuid, "exceptionId" uuid, "exposureId" uuid, "sourceId" uuid, facts jsonb)`,
    [JSON.stringify(items)],
  )
} // prettier-ignore

/** Adds a message that is over already: a test, and what came of it. */
export async function insertDone(
  client: PoolClient,
  message: Omit<NewMessage, 'state'> & { subject: string; state: 'sent' | 'given-up'; error: string | null },
  at: Date,
): Promise<void> {
  const { id, kind, channel, recipient, name, ownerId, receiver, subject, state, error } = message
  await client.query(
    `insert into message (id, kind, channel, recipient, name, owner_id, subject, state, attempts, next_attempt_at, started_at, error, created_at, sent_at, receiver)
     values ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9, $9, $10, $9, $11, $12)`,
    [id, kind, channel, recipient, name, ownerId, subject, state, at, error, state === 'sent' ? at : null, receiver],
  )
}

/** Lets go what the quiet hours held. */
export async function releaseHeld(client: PoolClient): Promise<void> {
  await client.query(`update message set state = 'queued' where state = 'held'`)
}

/** Gives up what waited too long behind a receiver that is down. */
export async function giveUpOld(client: PoolClient, before: Date): Promise<void> {
  await client.query(
    `update message set state = 'given-up', error = coalesce(error, 'The receiver was down for too long.')
     where state in ('queued', 'failed') and created_at < $1`,
    [before],
  )
}

/** Drops what waits in one channel, and forgets that it was to be told: switched on again, it is told if it is still so. */
export async function dropWaiting(client: PoolClient, channel: ChannelKind, why: string): Promise<number> {
  await client.query(
    `delete from message_item i using message m where m.id = i.message_id and m.channel = $1 and m.state in ('queued', 'held', 'failed')`,
    [channel],
  )
  const { rowCount } = await client.query(
    `update message set state = 'dropped', error = $2 where channel = $1 and state in ('queued', 'held', 'failed')`,
    [channel, why],
  )
  return rowCount ?? 0
}

/** Channels that are on, are not waiting for their receiver, and have something to send. */
export async function channelsToSend(client: Pool | PoolClient, at: Date): Promise<ChannelKind[]> {
  const { rows } = await client.query<{ kind: ChannelKind }>(
    `select c.kind from channel c where c.on_since is not null and (c.retry_at is null or c.retry_at <= $1)
       and exists (select from message m where m.channel = c.kind and (m.state = 'sending' or (m.state in ('queued', 'failed') and m.next_attempt_at <= $1))) order by c.kind`,
    [at],
  )
  return rows.map(({ kind }) => kind)
}

/** A message that was taken to be sent. */
export type TakenMessage = {
  id: string
  kind: NoticeKind
  channel: ChannelKind
  recipient: string
  name: string
  ownerId: string | null
  receiver: number
  attempts: number
  createdAt: Date
}

const taken = `id, kind, channel, recipient, name, owner_id as "ownerId", receiver, attempts, created_at as "createdAt"`

/**
 * Takes the oldest message that is to be sent to a channel's receiver now: from here on it counts as on its way. Undefined where none is
 * left, and where the channel is not as the caller read it: what they hold open may lead to another receiver.
 */
export async function takeNext(
  pool: Pool,
  { kind, version }: Pick<ChannelRow, 'kind' | 'version'>,
  at: Date,
): Promise<TakenMessage | undefined> {
  const { rows } = await pool.query<TakenMessage>(
    `update message set state = 'sending', attempts = attempts + 1, started_at = $2
     where id = (select m.id from message m where m.channel = $1 and m.state in ('queued', 'failed') and m.next_attempt_at <= $2
       and exists (select from channel c where c.kind = $1 and c.on_since is not null and c.version = $3 and c.receiver = m.receiver) order by m.id limit 1 for update skip locked)
     returning ${taken}`,
    [kind, at, version],
  )
  return rows[0]
}

/** What was on its way by a channel when whoever sent it stopped. The caller holds the channel's lock: nobody is sending. */
export async function interrupted(pool: Pool, channel: ChannelKind): Promise<TakenMessage[]> {
  const { rows } = await pool.query<TakenMessage>(`select ${taken} from message where channel = $1 and state = 'sending' order by id limit 1000`, [channel]) // prettier-ignore
  return rows
}

/** Why nothing goes out that was made for the receiver before. */
export const otherReceiver = 'The channel was set to another receiver.'

export type MessageEnd = {
  state: Exclude<MessageState, 'held' | 'sending'>
  subject?: string | null
  error: string | null
  nextAttemptAt?: Date
}

/**
 * Writes what came of a message, unless somebody else took it since: then theirs counts. What did not reach the receiver that it was made
 * for, and never will as the channel has another one, is dropped and forgotten: it is told anew if it is still so.
 */
export async function endMessage(pool: Pool, { id, attempts }: Pick<TakenMessage, 'id' | 'attempts'>, end: MessageEnd, at: Date): Promise<void> {
  const { state, subject = null, error, nextAttemptAt = null } = end
  const isLost = `($3 = 'failed' and c.receiver <> m.receiver)`
  await pool.query(
    `with ended as (
       update message m set state = case when ${isLost} then 'dropped' else $3 end, subject = coalesce($4, subject), error = case when ${isLost} then $8 else $5 end,
         next_attempt_at = coalesce($6, next_attempt_at), sent_at = $7
       from channel c where m.id = $1 and m.state = 'sending' and m.attempts = $2 and c.kind = m.channel returning m.id, ${isLost} as lost)
     delete from message_item i using ended where i.message_id = ended.id and ended.lost`,
    [id, attempts, state, subject, error, nextAttemptAt, state === 'sent' ? at : null, otherReceiver],
  )
} // prettier-ignore

/**
 * What a message says that is still so, in the order it was found: at most `limit`, and how many there are in all. What was told of a task
 * as somebody's is not so any more once it is somebody else's, whoever reads it: a team, a manager, or security in their place. A person
 * still hears of what is their team's by now.
 */
export async function readItems(
  pool: Pool,
  messageId: string,
  limit: number,
): Promise<{ items: { reader: Reader; facts: unknown }[]; total: number }> {
  const { rows } = await pool.query<{ reader: Reader; facts: unknown; total: number }>(
    `select i.reader, case when c.id is null then i.facts else i.facts || jsonb_build_object('dueAt', to_char(c.due_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) end as facts,
       count(*) over ()::int as total from message_item i join message m on m.id = i.message_id
       left join plan p on p.id = i.plan_id left join exception x on x.id = i.exception_id left join exposure e on e.id = i.exposure_id
       left join owner w on w.id = m.owner_id
       left join campaign_task k on k.id = case when m.kind in ('review-asked', 'review-due') then (i.facts ->> 'taskId')::uuid end
       left join campaign c on c.id = k.campaign_id
     where i.message_id = $1 and not coalesce(
       (i.plan_id is not null and (p.id is null or p.closed_at is not null))
       or (i.plan_id is not null and i.reader = 'owner' and w.id is not null and coalesce(p.owner_id not in (w.id, coalesce(w.team_id, w.id)), true))
       or (i.plan_id is not null and i.holder_id is not null and not (i.reader in ('owner', 'offered') and w.id is not null)
         and i.holder_id is distinct from case when m.kind = 'offered' then p.offered_to else p.owner_id end)
       or (m.kind = 'overdue' and i.holder_id is null and i.reader = 'security' and p.owner_id is not null and i.facts ->> 'owner' is null)
       or (m.kind = 'assigned' and p.acknowledged_at is not null)
       or (m.kind in ('due-soon', 'overdue') and (p.due_at <> (i.facts ->> 'dueAt')::timestamptz or (i.reader in ('owner', 'above') and p.waiting_on <> 'owner')))
       or (m.kind = 'offered' and (p.offered_to is null or (i.reader = 'offered' and w.id is not null and p.offered_to not in (w.id, coalesce(w.team_id, w.id)))))
       or (m.kind = 'exception-ending' and x.state is distinct from 'approved')
       or (m.kind in ('review-asked', 'review-due') and (k.id is null or k.open = 0 or c.closed_at is not null))
       or (m.kind = 'act-waiting' and not exists (select from provider_act a where a.request_id = (i.facts ->> 'requestId')::uuid and a.state = 'asked'))
       or (m.kind = 'act-review' and not exists (select from provider_act a where a.request_id = (i.facts ->> 'requestId')::uuid
         and a.review_because is not null and a.reviewed_at is null and a.state not in ('asked', 'approved', 'calling')))
       or (m.kind = 'review-due' and c.due_at <> (i.facts ->> 'dueAt')::timestamptz)
       or (m.kind = 'leak-unmatched' and e.token_id is not null)
       or (i.exposure_id is not null and (e.id is null or e.closed_at is not null)), false)
     order by i.key limit $2`,
    [messageId, limit],
  )
  return { items: rows.map(({ reader, facts }) => ({ reader, facts })), total: rows[0]?.total ?? 0 }
}

/** Puts a message that was given up back into the outbox. Answers whether there was one. A letter's reader is the same whoever sends it. */
export async function putBack(client: PoolClient, id: string, at: Date): Promise<boolean> {
  const { rowCount } = await client.query(
    `update message m set state = 'queued', attempts = 0, next_attempt_at = $2, error = null, created_at = $2, receiver = c.receiver from channel c
     where m.id = $1 and m.state = 'given-up' and m.kind <> 'test' and c.kind = m.channel and c.on_since is not null and (m.channel = 'email' or m.receiver = c.receiver)`,
    [id, at],
  )
  return rowCount === 1
}

/** What waits for another try by a channel need not wait longer: its receiver is there again. */
export async function hurry(client: PoolClient, channel: ChannelKind, at: Date): Promise<void> {
  await client.query(`update message set next_attempt_at = $2 where channel = $1 and state = 'failed' and next_attempt_at > $2`, [
    channel,
    at,
  ])
}

/** Deletes what happened long ago, and with it that it was told; some at a time. */
export async function pruneMessages(pool: Pool, before: Date): Promise<void> {
  await pool.query(
    `delete from message where id in (select id from message where created_at < $1 and state in ('sent', 'given-up', 'dropped') order by created_at limit 20000)`,
    [before],
  )
}
