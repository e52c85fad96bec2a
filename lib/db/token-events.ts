import { eventGroup, eventGroups, kindsOf, type EventCursor, type EventGroup, type TokenEvent } from '../model/token-event.ts'
import type { Scope } from '../model/viewer.ts'
import type { Db } from './db.ts'
import { Prisma } from './generated/client.ts'
import { scoped } from './scoped.ts'
import { inScope } from './token-filter.ts'

const { sql, join } = Prisma

const pageSize = 25

export type EventPage = {
  events: readonly TokenEvent[]
  /** Where the next, older page begins; null on the last. */
  next: EventCursor | null
  /** How many there are of each group, whatever is shown. */
  counts: Readonly<Record<EventGroup, number>>
}

/** A page of a token's timeline, the newest first, within the viewer's scope: one group's events or all of them. */
export function tokenEvents(
  db: Db,
  scope: Scope,
  id: string,
  { group, after }: { group: EventGroup | null; after: EventCursor | null },
): Promise<EventPage> {
  const mine = sql`e.token_id = ${id}::uuid and exists (select from token t where t.id = e.token_id and ${inScope(scope)})`
  const counting = sql`select e.kind, count(*)::int as count from event e where ${mine} group by e.kind`
  // What no group names by its kind is a fact; so a kind that a later version wrote is not lost from the filter.
  const named = eventGroups.filter((name) => name !== 'facts').flatMap(kindsOf)
  const ofGroup =
    group === null
      ? sql`true`
      : group === 'facts'
        ? sql`e.kind not in (${join([...named])})`
        : sql`e.kind in (${join([...kindsOf(group)])})`
  const older = after ? sql`(e.at, e.id) < (${after.at}, ${after.id}::uuid)` : sql`true`
  const listing = sql`
    select e.id, e.kind, e.at, e.cause, e.detail from event e
    where ${mine} and ${ofGroup} and ${older} order by e.at desc, e.id desc limit ${pageSize + 1}`
  return scoped(db, scope, async (reader) => {
    const [counted, { rows }] = await Promise.all([
      reader.query<{ kind: string; count: number }>({ text: counting.text, values: counting.values }),
      reader.query<TokenEvent>({ text: listing.text, values: listing.values }),
    ])
    const counts = Object.fromEntries(eventGroups.map((name) => [name, 0])) as Record<EventGroup, number>
    for (const { kind, count } of counted.rows) counts[eventGroup(kind)] += count
    const events = rows.slice(0, pageSize)
    const last = events.at(-1)
    return { events, next: rows.length > pageSize && last ? { at: last.at, id: last.id } : null, counts }
  })
}
