import type { ChannelKind, MessageLine, MessageState } from '../model/message.ts'
import type { MessageSearch } from '../model/message-search.ts'
import type { Db } from './db.ts'
import { Prisma } from './generated/client.ts'

const { sql } = Prisma

export const messagePageSize = 50

export type MessagePage = { lines: readonly MessageLine[]; previous: string | null; next: string | null }

const statesOf: Readonly<Record<MessageSearch['tab'], readonly MessageState[] | null>> = {
  all: null,
  waiting: ['queued', 'held', 'sending', 'failed'],
  'given-up': ['given-up'],
}

/** A page of the delivery log, newest first, found by the id at its edge: ids grow with time. */
export async function listMessages(db: Db, { tab, edge }: MessageSearch): Promise<MessagePage> {
  const back = edge?.side === 'before'
  const order = back ? sql`asc` : sql`desc`
  const states = statesOf[tab]
  const its = states ? sql`and m.state = any(${[...states]}::text[])` : sql``
  const from = edge ? sql`and m.id ${back ? sql`>` : sql`<`} ${edge.id}::uuid` : sql``
  const { text, values } =
    sql`select m.id, m.kind, m.channel, m.recipient, m.name, m.subject, m.state, m.attempts, m.next_attempt_at as "nextAttemptAt", m.error,
      m.created_at as "createdAt", m.sent_at as "sentAt", coalesce(i.items, 0) as items, i.plan_id as "planId"
    from (select * from message m where true ${its} ${from} order by m.id ${order} limit ${messagePageSize + 1}) m
      left join lateral (select count(*)::int as items, case when count(*) = 1 then min(plan_id::text) end as plan_id from message_item where message_id = m.id) i on true
    order by m.id ${order}`
  const { rows } = await db.pool.query<MessageLine>({ text, values })
  const more = rows.length > messagePageSize
  const lines = rows.slice(0, messagePageSize)
  if (back) lines.reverse()
  return {
    lines,
    previous: (back ? more : edge !== null) ? (lines.at(0)?.id ?? null) : null,
    next: back || more ? (lines.at(-1)?.id ?? null) : null,
  }
}

/** How it stands with the messages of a channel. */
export type MessageCounts = { channel: ChannelKind; waiting: number; held: number; givenUp: number; sent: number }

/** Counts since an instant; what waits is counted whatever its age. Tests do not count. */
export async function countMessages(db: Db, since: Date): Promise<MessageCounts[]> {
  const { rows } = await db.pool.query<MessageCounts>(
    `select channel, count(*) filter (where state in ('queued', 'sending', 'failed'))::int as waiting, count(*) filter (where state = 'held')::int as held,
       count(*) filter (where state = 'given-up' and created_at > $1)::int as "givenUp", count(*) filter (where state = 'sent' and created_at > $1)::int as sent
     from message where kind <> 'test' and (created_at > $1 or state in ('queued', 'held', 'sending', 'failed')) group by channel order by channel`,
    [since],
  )
  return rows
}
