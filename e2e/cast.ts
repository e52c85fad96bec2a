import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { oneRow } from './database.ts'

type Named = { id: string; name: string }
export type Assignable = Named & { email: string | null }

/**
 * What of the demo company the stories are about, chosen once and before any of them begins. What is looked at and counted is changed
 * by no story that runs beside; what is changed belongs to one story alone.
 */
export type Cast = {
  revoke: Named
  standing: Named
  unknown: Named
  /** Switched off, and so retired though it is there. */
  retired: Named
  /** More than one kind of thing has happened to it. */
  eventful: Named
  aws: Named
  github: Named & { org: string; baseUrl: string }
  /** Who has most tokens, by themselves or by their team. */
  owner: Named
  workload: Named
  rule: Named
  auditor: Named
  /** A request that waits for a decision and holds no token, so that it is in nobody's way. */
  exception: { id: string }
  /** A review that is under way, and what it asks of the one who has most tokens. */
  review: { id: string; task: string }
  /** An act at a provider that failed, of a token that nothing is under way for. */
  act: { id: string }
  /** The leak of a token that works, and one that nobody has matched. */
  leak: { id: string }
  unmatched: { id: string }
  /** The end of the address at which somebody who was invited chooses a password. */
  invitation: string
  changed: {
    /** Each has no owner, and a name of its own that a rule can be written for. */
    byRule: Named
    byUndoneRule: Named
    /** A workload with more live tokens than need no number typed, and somebody who has none of them. */
    together: Named & { to: Assignable }
    fact: Named
    /** A token with an owner by its provider's hint, and two others whom two people state at once. */
    contested: Named & { owner: string; theirs: Assignable; mine: Assignable }
  }
}

const file = () => {
  const data = process.env.E2E_DATA
  if (!data) throw new Error('The browser tests are started by: npm run test:e2e')
  return path.join(data, 'cast.json')
}

/** The cast that the set-up has chosen. */
export function cast(): Cast {
  return JSON.parse(readFileSync(file(), 'utf8')) as Cast
}

/** Chooses the cast from what was read, and keeps it for every story. */
export async function chooseCast(invitation: string): Promise<void> {
  const worst = (what: string, where: string) =>
    oneRow<Named>(what, `select id, name from token where ${where} order by queue_key desc, id limit 1`)
  const chosen: Cast = {
    revoke: await worst('token to revoke now', `state = 'live' and verdict = 'revoke-now'`),
    standing: await worst(
      'standing privilege of AWS with an owner',
      `provider = 'aws' and state = 'live' and verdict = 'standing-privilege' and owner_id is not null and not observed ? 'part'`,
    ),
    unknown: await worst('token that is not wholly known', `state = 'live' and confidence < 1 and issued_how <> 'exact'`),
    retired: await worst('token that is switched off', `state = 'disabled' and verdict = 'retired'`),
    eventful: await oneRow(
      'token to which something has happened',
      `select t.id, t.name from token t join event e on e.token_id = t.id group by t.id having count(distinct e.kind) > 1 order by count(*) desc, t.id limit 1`,
    ),
    aws: await oneRow(
      'source of AWS',
      `select id, name from source where kind = 'aws' and settings ->> 'memberRole' is null and removed_at is null`,
    ),
    github: await oneRow(
      'source of GitHub',
      `select id, name, settings ->> 'org' as org, settings ->> 'baseUrl' as "baseUrl" from source where kind = 'github' and removed_at is null`,
    ),
    owner: await oneRow(
      'owner with tokens',
      `select o.id, o.name from owner o join token t on t.owner_id = o.id where t.state = 'live' group by o.id order by count(*) desc, o.id limit 1`,
    ),
    workload: await oneRow(
      'workload with tokens',
      `select w.id, w.name from workload w join token t on t.workload_id = w.id group by w.id order by count(*) desc, w.id limit 1`,
    ),
    rule: await oneRow('rule', 'select id, name from rule order by position, id limit 1'),
    auditor: await oneRow('auditor', `select id, name from "user" where role = 'auditor' order by created_at limit 1`),
    exception: await anException(),
    review: await aReview(),
    act: await anAct(),
    leak: await oneRow(
      'leak of a token that works',
      `select x.id from exposure x join token t on t.id = x.token_id where t.state = 'live' order by x.found_at limit 1`,
    ),
    unmatched: await oneRow(
      'leak that nobody has matched',
      `select id from exposure where token_id is null and proposed_id is not null order by found_at limit 1`,
    ),
    invitation,
    changed: await chooseChanged(),
  }
  writeFileSync(file(), JSON.stringify(chosen))
}

/** Of somebody in the directory who has no account, so that it is among nobody's tasks here. */
function aReview(): Promise<Cast['review']> {
  return oneRow<Cast['review']>(
    'owner to ask in a review',
    `with begun as (
       insert into campaign (id, name, query, started_at, started_by, due_at)
       values (gen_random_uuid(), 'Q4 2026: what one owner has', '', now(), 'Somebody', now() + interval '21 days') returning id)
     , theirs as (
       select t.id, t.verdict, t.risk, t.owner_id, row_number() over (order by t.id) as place from token t where t.state = 'live' and t.owner_id =
         (select o.id from owner o join token n on n.owner_id = o.id where n.state = 'live' group by o.id having count(*) > 3 order by count(*), o.id limit 1))
     , task as (
       insert into campaign_task (id, campaign_id, owner_id, tokens, open, kept)
       select gen_random_uuid(), begun.id, theirs.owner_id, count(*), count(*) - 1, 1 from begun, theirs group by begun.id, theirs.owner_id returning id, campaign_id)
     , asked as (
       insert into campaign_token (campaign_id, token_id, task_id, place, verdict, risk, outcome, answer, says, answered_at, answered_by, answered_verdict)
       select task.campaign_id, theirs.id, task.id, place, verdict, risk, case when place = 1 then 'keep' else 'open' end, case when place = 1 then 'keep' end,
         case when place = 1 then 'It signs the releases.' end, case when place = 1 then now() end, case when place = 1 then 'Somebody' end, case when place = 1 then verdict end
       from task, theirs)
     select campaign_id as id, id as task from task`,
  )
}

function anException(): Promise<{ id: string }> {
  return oneRow<{ id: string }>(
    'request for an exception',
    `with asked as (
       insert into exception (id, kind, state, reason, need, requested_by, requested_by_id, requested_at, ends_at, retirement_at)
       values (gen_random_uuid(), 'ordinary', 'requested', 'The vendor has no other way yet.', 'Invoices go out by it.', 'Somebody', gen_random_uuid(),
         now(), now() + interval '60 days', now() + interval '90 days') returning id)
     , held as (
       insert into exception_token (exception_id, token_id, open, verdict, reason)
       select asked.id, t.id, false, t.verdict, t.reason from asked, lateral
         (select id, verdict, reason from token where state = 'live' and verdict = 'standing-privilege' order by queue_key desc, id limit 1) t)
     , resting as (
       insert into exception_control (exception_id, type, evidence, evidenced_at, expires_at)
       select asked.id, type, 'A ticket says so', now(), now() + interval '90 days' from asked, unnest('{network,monitoring,revocation}'::text[]) type)
     select id from asked`,
  )
}

function anAct(): Promise<{ id: string }> {
  return oneRow<{ id: string }>(
    'token of AWS that could be acted on',
    `insert into provider_act (id, request_id, token_id, source_id, verb, state, reason, exposed, asked_by, asked_at, called_at, attempts, answer, call, before, after, says, outcome_at)
     select gen_random_uuid(), gen_random_uuid(), t.id, t.source_id, 'disable', 'failed', 'Nobody uses it any more.', false, 'Somebody', now(), now(), 1, 'not-permitted',
       'iam:UpdateAccessKey', 'live', 'live', 'iam:UpdateAccessKey is not permitted for this credential (403).', now()
     from token t where t.kind = 'aws.access-key' and t.state = 'live' order by t.queue_key, t.id desc limit 1 returning request_id as id`,
  )
}

const active = `o.status = 'active' and o.kind = 'person' and not exists (select from owner n where n.id <> o.id and n.name = o.name)`

async function chooseChanged(): Promise<Cast['changed']> {
  // Suggestions from a manager are a story of their own, in which they are accepted.
  const workload = await oneRow<Named>(
    'workload of 11 to 40 tokens that nobody has stated anything of',
    `select w.id, w.name from workload w join token t on t.workload_id = w.id where t.state = 'live' group by w.id
     having count(*) between 11 and 40 and bool_and(t.owner_how is distinct from 'stated')
       and bool_and(not exists (select from owner_suggestion s where s.token_id = t.id and s.evidence = 'manager')) order by count(*), w.id limit 1`,
  )
  const to = await oneRow<Assignable>(
    'person without tokens in that workload',
    `select o.id, o.name, o.email from owner o where ${active} and not exists (select from token t where t.owner_id = o.id and t.workload_id = $1) order by o.name limit 1`,
    [workload.id],
  )
  const apart = `t.state = 'live' and t.workload_id is distinct from $1`
  const nobodys = `select t.id, t.name from token t where t.owner_id is null and ${apart} and t.name ~ '^[a-z0-9-]+$'
    and not exists (select from token n where n.id <> t.id and n.name = t.name)
    and not exists (select from owner_suggestion s where s.token_id = t.id and s.evidence = 'manager')`
  const contested = await oneRow<Named & { owner: string }>(
    'token with an owner by a hint',
    `select t.id, t.name, t.owner_id as owner from token t where t.owner_how = 'hint' and ${apart} order by t.id desc limit 1`,
    [workload.id],
  )
  const other = (than: string) =>
    oneRow<Assignable>(
      'two people whom somebody could name',
      `select o.id, o.name, o.email from owner o where ${active} and o.id::text <> all ($1) order by o.name limit 1`,
      [[contested.owner, than]],
    )
  const theirs = await other('')
  return {
    byRule: await oneRow('token without an owner', `${nobodys} order by t.name limit 1`, [workload.id]),
    byUndoneRule: await oneRow('second token without an owner', `${nobodys} order by t.name offset 1 limit 1`, [workload.id]),
    together: { ...workload, to },
    fact: await oneRow(
      'token of which nobody says where it is kept',
      `select t.id, t.name from token t where ${apart} and t.observed ->> 'storage' = 'not-reported' and t.owner_how = 'hint' and t.id <> $2
       and not exists (select from token n where n.id <> t.id and n.name = t.name) order by t.id desc limit 1`,
      [workload.id, contested.id],
    ),
    contested: { ...contested, theirs, mine: await other(theirs.id) },
  }
}
