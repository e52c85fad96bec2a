import { proofs } from '../model/plan.ts'
import { Prisma } from './generated/client.ts'
import { notKept } from './report-cells.ts'

const { sql, raw, empty } = Prisma
type Sql = Prisma.Sql

/** Plans as `p` and their tokens as `m`, to read `from`, and what goes before the select: the common tables that those two are. */
export type PlansAt = { before: Sql; plans: Sql; members: Sql }

/** The kinds of event after which somebody has to take a plan on anew. */
const handedOver = raw(`'accepted', 'disowned', 'assigned'`)
/** The kinds by which a date moves, people's and a leak's own; the end of a token moves one only where it says from which. */
const dateMoved = raw(`(e.kind in ('date-set', 'date-accepted', 'due-moved') or (e.kind = 'end-came' and e.detail ? 'from'))`)
const nobodyKnown = `'00000000-0000-0000-0000-000000000000'::uuid`
const proofNames = `array[${proofs.map((proof) => `'${proof}'`).join(', ')}]`
const rankOf = (proof: (typeof proofs)[number]) => raw(String(proofs.indexOf(proof) + 1))

/**
 * Plans as they are, or as they were at an instant that is past, by what their events say: what was moved later has its value from the event
 * that moved it, where that keeps it. A text that is not kept is 'unknown', an instant that is not kept is -infinity, an owner that is not
 * kept is an id that nobody has. Plans that were opened later are not among them.
 */
export function plansAt(asOf: Date | null): PlansAt {
  if (!asOf) return { before: empty, plans: raw('plan p'), members: raw('plan_token m') }
  const at = sql`${asOf.toISOString()}::timestamptz`
  const before = sql`members_at as materialized (${membersAt(at)}),
    least_at as materialized (select plan_id, min(array_position(${raw(proofNames)}, proved)) as least, bool_or(proved = 'unknown') as unsure from members_at group by plan_id),
    plans_at as materialized (${pastPlans(at)})`
  return { before, plans: raw('plans_at p'), members: raw('members_at m') }
}

const isOff = raw(`('disabled', 'deleted', 'verified')`)

/**
 * Each step of a token that a look found is an event with what was proved before it. What the last one by then says, and what the next one
 * says was before it, are the same, or nobody knows. Since when it was off is told since it last worked.
 */
function membersAt(at: Sql): Sql {
  return sql`select m.plan_id, m.token_id, m.added_at, m.verdict, m.risk, k.proved,
      case when k.proved = 'unknown' then ${notKept} when k.proved in ${isOff} then b.off_at end as off_at,
      case when k.proved = 'unknown' then ${notKept} when k.proved = 'verified' then b.verified_at end as verified_at
    from plan_token m
    left join (select distinct on (plan_id, token_id) plan_id, token_id, proof, min(case when proof <> 'deleted' then off end) over w as off_at, min(case when proof = 'verified' then off end) over w as verified_at
      from (select s.*, case when s.proof in ${isOff} and s.at > coalesce(max(case when s.proof not in ${isOff} then s.at end) over (partition by s.plan_id, s.token_id), '-infinity') then s.seen end as off
        from (${steps(sql`e.at <= ${at}`)}) s) s
      window w as (partition by plan_id, token_id) order by plan_id, token_id, at desc, id desc) b on b.plan_id = m.plan_id and b.token_id = m.token_id
    left join (select distinct on (plan_id, token_id) plan_id, token_id, was from (${steps(sql`e.at > ${at}`)}) s order by plan_id, token_id, at, id) a
      on a.plan_id = m.plan_id and a.token_id = m.token_id
    cross join lateral (select case when coalesce(b.proof, 'none') = case when a.token_id is null then m.proved else a.was end then coalesce(b.proof, 'none') else 'unknown' end as proved) k
    where m.added_at <= ${at}`
}

/** What looks found of each token: what it was proved to be, what before, and when its provider showed it. */
function steps(side: Sql): Sql {
  return sql`select e.id, e.at, e.plan_id, (e.detail ->> 'tokenId')::uuid as token_id, e.detail ->> 'proof' as proof, e.detail ->> 'from' as was,
      coalesce((e.detail ->> 'at')::timestamptz, e.at) as seen
    from plan_event e where e.kind in ('proved', 'receded') and ${side}`
}

function pastPlans(at: Sql): Sql {
  const last = (kinds: Sql) => sql`select e.kind, e.at, e.by, e.detail from plan_event e where e.plan_id = p.id and e.at <= ${at} and e.kind in (${kinds}) order by e.at desc, e.id desc limit 1` // prettier-ignore
  const next = (what: Sql) => sql`select e.kind, e.detail from plan_event e where e.plan_id = p.id and e.at > ${at} and ${what} order by e.at, e.id limit 1` // prettier-ignore
  return sql`select p.id, p.title, p.opened_at, p.opened_by, p.policy_due_at, p.offered_to, k.stage,
      case when recipe.kind is null then p.recipe else coalesce(recipe.detail ->> 'from', 'unknown') end as recipe,
      case when owner.kind is null then p.owner_id when owner.detail ? 'from' then (owner.detail ->> 'from')::uuid else ${raw(nobodyKnown)} end as owner_id,
      case when due.kind is null then p.due_at else (due.detail ->> 'from')::timestamptz end as due_at,
      case when k.acknowledged then said.at end as acknowledged_at, case when k.acknowledged then said.by end as acknowledged_by,
      case when mine.kind = 'disowned' then coalesce(nullif(mine.detail ->> 'says', ''), 'not mine') end as disowned,
      case when k.stage in ('cancelled', 'verified') then 'nobody' when k.stage = 'deleted' then 'next-sync' else 'unknown' end as waiting_on,
      case k.stage when 'cancelled' then cancelled.at when 'verified' then verified.at when 'unknown' then ${notKept} end as closed_at
    from plan p
    left join least_at l on l.plan_id = p.id
    left join lateral (${last(sql`'acknowledged', ${handedOver}`)}) said on true
    left join lateral (${last(handedOver)}) mine on true
    left join lateral (${last(raw(`'cancelled'`))}) cancelled on true
    left join lateral (${last(raw(`'verified'`))}) verified on true
    left join lateral (${next(sql`e.kind in (${handedOver})`)}) owner on true
    left join lateral (${next(dateMoved)}) due on true
    left join lateral (${next(raw(`e.kind = 'recipe-chosen'`))}) recipe on true
    cross join lateral (select coalesce(said.kind = 'acknowledged', false) as acknowledged) a
    cross join lateral (select a.acknowledged, case when cancelled.at is not null then 'cancelled'
      when l.unsure and coalesce(l.least, 99) > ${rankOf('none')} then 'unknown'
      when coalesce(l.least, ${rankOf('none')}) = ${rankOf('none')} then case when a.acknowledged then 'acknowledged' else 'draft' end
      when a.acknowledged or l.least >= ${rankOf('disabled')} then (${raw(proofNames)})[l.least] else 'draft' end as stage) k
    where p.opened_at <= ${at}`
}
