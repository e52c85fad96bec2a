import { exceptionTabs, type ExceptionLine, type ExceptionTab } from '../model/exception-search.ts'
import { isId } from '../model/is-id.ts'
import { may, type Scope, type Viewer } from '../model/viewer.ts'
import type { Db } from './db.ts'
import { Prisma } from './generated/client.ts'
import { ask, idsOf } from './list-plans.ts'
import { scoped } from './scoped.ts'
import { inScope } from './token-filter.ts'

const { sql, join, raw } = Prisma
type Sql = Prisma.Sql

export const mostListed = 200

/** What a viewer may see of `exception x`: for an owner, those that cover a token of theirs. */
function exceptionInScope(scope: Scope): Sql {
  if (scope.all) return sql`true`
  return sql`exists (select from exception_token e join token t on t.id = e.token_id where e.exception_id = x.id and t.owner_id = any(${idsOf(scope.ownerIds)}::uuid[]))`
}

function ofTab(tab: ExceptionTab, now: Date, endingDays: number): Sql {
  const soon = new Date(now.getTime() + endingDays * 86_400_000)
  switch (tab) {
    case 'awaiting':
      return sql`x.state = 'requested'`
    case 'active':
      return sql`x.state = 'approved'`
    case 'ending':
      return sql`(x.state = 'approved' and x.ends_at <= ${soon}::timestamptz)`
    case 'stale':
      return sql`(x.state = 'approved' and exists (select from exception_control c where c.exception_id = x.id and c.expires_at <= ${now}::timestamptz))`
    case 'ended':
      return sql`x.state in ('ended', 'refused')`
  }
}

/** A line, with the tokens of it that the viewer may see. */
const columnsFor = (scope: Scope) => sql`${lineColumns},
  coalesce((select jsonb_agg(jsonb_build_object('id', t.id, 'name', t.name, 'displayId', t.display_id, 'kind', t.kind, 'verdict', t.verdict, 'reason', t.reason, 'risk', t.risk,
      'ownerId', t.owner_id, 'ownerName', o.name, 'state', t.state) order by t.queue_key desc, t.id)
    from exception_token e join token t on t.id = e.token_id left join owner o on o.id = t.owner_id where e.exception_id = x.id and ${inScope(scope)}), '[]') as tokens`

const lineColumns =
  raw(`x.id, x.kind, x.state, x.reason, x.need, x.requested_by as "requestedBy", x.requested_by_id as "requestedById", x.requested_at as "requestedAt",
  x.ends_at as "endsAt", x.retirement_at as "retirementAt", x.decided_by as "decidedBy", x.decided_at as "decidedAt", x.decision_note as "decisionNote",
  x.renewal_of as "renewalOf", case when x.renewal_of is null then 0 else 1 end as renewals, (select n.id from exception n where n.renewal_of = x.id) as "renewedBy", x.ended_at as "endedAt", x.ended_because as "endedBecause", x.version,
  coalesce((select jsonb_agg(jsonb_build_object('type', c.type, 'evidence', c.evidence, 'evidencedAt', c.evidenced_at, 'expiresAt', c.expires_at) order by c.type)
    from exception_control c where c.exception_id = x.id), '[]') as controls`)

/** The exceptions of a tab within the scope, by their end; the newest ended first. */
export async function listExceptions(
  db: Db,
  scope: Scope,
  tab: ExceptionTab,
  now: Date,
  endingDays: number,
): Promise<readonly ExceptionLine[]> {
  const order = tab === 'ended' ? raw('coalesce(x.ended_at, x.decided_at) desc, x.id') : raw('x.ends_at, x.id')
  return read(db, scope, sql`${ofTab(tab, now, endingDays)}`, order)
}

/** One exception within the scope; null alike where it is not there and where it is not theirs. */
export async function readException(db: Db, scope: Scope, id: string): Promise<ExceptionLine | null> {
  if (!isId(id)) return null
  return (await read(db, scope, sql`x.id = ${id}::uuid`, raw('x.id')))[0] ?? null
}

/** The exception that is asked for or holds on a token; null where there is none, or the token is not theirs. */
export async function exceptionOfToken(db: Db, scope: Scope, tokenId: string): Promise<ExceptionLine | null> {
  return (
    (
      await read(
        db,
        scope,
        sql`exists (select from exception_token e where e.exception_id = x.id and e.token_id = ${tokenId}::uuid and e.open)`,
        raw('x.id'),
      )
    )[0] ?? null
  )
}

/** The tokens among these that an exception is asked for or holds on, within the scope. */
export async function excepted(db: Db, scope: Scope, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await scoped(db, scope, (reader) =>
    ask<{ id: string }>(
      reader,
      sql`select e.token_id as id from exception_token e join token t on t.id = e.token_id where e.open and e.token_id = any(${idsOf(ids)}::uuid[]) and ${inScope(scope)}`,
    ),
  )
  return new Set(rows.map(({ id }) => id))
}

/** How many end within so many days: by the index of those that hold, however many there ever were. */
export async function countEnding(db: Db, scope: Scope, now: Date, endingDays: number): Promise<number> {
  const [counted] = await scoped(db, scope, (reader) =>
    ask<{ n: number }>(
      reader,
      sql`select count(*)::int as n from exception x where ${ofTab('ending', now, endingDays)} and ${exceptionInScope(scope)}`,
    ),
  )
  return counted?.n ?? 0
}

/** How many are on each tab. It counts every exception there ever was: for the page of them alone. */
export async function countExceptions(
  db: Db,
  viewer: Pick<Viewer, 'scope'>,
  now: Date,
  endingDays: number,
): Promise<Readonly<Record<ExceptionTab, number>>> {
  const counts = join(
    exceptionTabs.map((tab) => sql`count(*) filter (where ${ofTab(tab, now, endingDays)})::int as ${raw(`"${tab}"`)}`),
    ', ',
  )
  return scoped(db, viewer.scope, async (reader) => {
    const rows = await ask<Record<ExceptionTab, number>>(
      reader,
      sql`select ${counts} from exception x where ${exceptionInScope(viewer.scope)}`,
    )
    return rows[0] ?? { awaiting: 0, active: 0, ending: 0, stale: 0, ended: 0 }
  })
}

/** How many wait for a decision that this viewer may take (`mayNotDecide` says who may not): the badge of every page. */
export async function countToDecide(db: Db, viewer: Pick<Viewer, 'id' | 'scope' | 'selfIds' | 'role'>): Promise<number> {
  if (!may(viewer.role, 'exceptions:decide')) return 0
  return scoped(db, viewer.scope, async (reader) => {
    const [row] = await ask<{ n: number }>(
      reader,
      sql`select count(*)::int as n from exception x where x.state = 'requested' and ${exceptionInScope(viewer.scope)} and ${isTheirsToDecide(viewer)}`,
    )
    return row?.n ?? 0
  })
}

function isTheirsToDecide({ id, selfIds, role }: Pick<Viewer, 'id' | 'selfIds' | 'role'>): Sql {
  return sql`x.requested_by_id <> ${id}::uuid and ${role === 'admin' ? sql`true` : sql`x.renewal_of is null`}
    and not exists (select from exception_token e join token t on t.id = e.token_id where e.exception_id = x.id and t.owner_id = any(${idsOf(selfIds)}::uuid[]))`
}

type Wire = Omit<ExceptionLine, 'controls'> & {
  controls: readonly { type: ExceptionLine['controls'][number]['type']; evidence: string; evidencedAt: string; expiresAt: string }[]
}

async function read(db: Db, scope: Scope, where: Sql, order: Sql): Promise<ExceptionLine[]> {
  return scoped(db, scope, async (reader) => {
    const rows = await ask<Wire>(
      reader,
      sql`select ${columnsFor(scope)} from exception x where ${exceptionInScope(scope)} and ${where} order by ${order} limit ${mostListed}`,
    )
    return rows.map(({ controls, ...row }) => ({
      ...row,
      controls: controls.map((control) => ({
        ...control,
        evidencedAt: new Date(control.evidencedAt),
        expiresAt: new Date(control.expiresAt),
      })),
    }))
  })
}
