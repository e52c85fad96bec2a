import type { PoolClient } from 'pg'
import { v7 as uuid } from 'uuid'
import { CallError } from '../connectors/http/call-error.ts'
import { record } from '../db/audit.ts'
import { lockPlans, type PlanRow } from '../db/plans.ts'
import { insertPlanEvents } from '../db/write-plans.ts'
import { readPlan } from '../db/read-plan.ts'
import { claimTicket, deleteTicket, insertLinked, keepMade, lockTicket, markSent, releaseTicket, type HeldTicket } from '../db/tickets.ts'
import { patientTransaction } from '../db/transaction.ts'
import { AppError } from '../model/app-error.ts'
import type { Json } from '../model/json.ts'
import type { PlanEventKind } from '../model/plan.ts'
import { courseOf } from '../model/recipe.ts'
import { IssueKey, type Issue, type TicketText, type TrackerRow } from '../model/ticket.ts'
import { actorOf, may, type Actor, type Viewer } from '../model/viewer.ts'
import { isClosed } from '../retirement/plan-state.ts'
import { recipeById } from '../retirement/recipes/recipes.ts'
import { ticketText } from '../retirement/ticket-text.ts'
import type { Jira } from '../tickets/client.ts'
import { createIssue, findMarked, readIssue } from '../tickets/issues.ts'
import { maySee } from './act-on-plan.ts'
import { trackerJira, trackerOn } from './tracker.ts'
import type { World } from './world.ts'

const minute = 60_000
/** How long whoever makes an issue is left alone with it. */
const claimMs = 2 * minute
/** How long a search may take to show what was made. Before, nobody can say that it was not. */
export const settleMs = 2 * minute

type Clock = () => Date

/**
 * Makes an issue for a plan. First it is looked for by its marker, as an earlier try may have been cut off after Jira had made it; then it
 * is made, in one call; then it is kept. Whoever asks again after a cut gets the one that was made. Jira lives by the real clock. Throws
 * AppError 'not-found' as acting on the plan does, 'forbidden', 'conflict' where it has one or somebody is at it, 'provider' or
 * 'unavailable' where Jira did not make it, or may have.
 */
export async function createTicket(world: World, viewer: Viewer, planId: string, clock: Clock = () => new Date()): Promise<{ key: string }> {
  const tracker = await trackerOn(world)
  const text = await textOf(world, viewer, planId)
  const began = clock()
  const until = new Date(began.getTime() + claimMs)
  const { marker, sentAt } = await patientTransaction(world.db.pool, async (client) => {
    const plan = await actable(client, viewer, planId)
    if (isClosed(plan.stage)) throw new AppError('conflict', 'This plan is closed.')
    const there = await lockTicket(client, planId)
    if (there?.key) throw new AppError('conflict', `It has the issue ${there.key} already. Unlink that one first.`)
    refuseClaimed(there, began)
    const held = there ?? { marker: `standdown-${uuid()}` }
    const sentAt = there?.baseUrl === tracker.baseUrl ? there.sentAt : null
    await claimTicket(client, { planId, baseUrl: tracker.baseUrl, marker: held.marker, by: viewer.name, byId: viewer.id, until }, began)
    return { marker: held.marker, sentAt }
  })
  try {
    const jira = await trackerJira(world, tracker, actorOf(viewer))
    const found = await findMarked(jira, tracker, marker)
    if (found) return await keep(world, viewer, { planId, tracker, marker, issue: found, at: clock() })
    if (sentAt && clock().getTime() < sentAt.getTime() + settleMs)
      throw new AppError('conflict', 'Jira may have made it a moment ago, and its search does not show it yet. Ask again in two minutes; it is looked for first.')
    const isOurs = await patientTransaction(world.db.pool, (client) => markSent(client, planId, until, clock()))
    if (!isOurs) throw new AppError('conflict', 'This took too long, and somebody else is at it by now. Look again in a minute.')
    const issue = await made(world, jira, { planId, tracker, text, marker, until })
    return await keep(world, viewer, { planId, tracker, marker, issue, at: clock() })
  } catch (error) {
    // Whatever it was, nobody is at it any more; what may have been made is still looked for by its marker.
    await patientTransaction(world.db.pool, (client) => releaseTicket(client, planId, until, { forget: false }))
    throw error
  }
} // prettier-ignore

/** What the issue says, by what this viewer sees of the plan. */
async function textOf(world: World, viewer: Viewer, planId: string): Promise<TicketText> {
  const plan = await readPlan(world.db, viewer.scope, planId)
  if (!plan) throw new AppError('not-found', 'There is no such plan.')
  const { id, title, dueAt, ownerName, members, tokens } = plan
  return ticketText(
    {
      id,
      title,
      dueAt,
      ownerName,
      way: recipeById(plan.recipe)?.title ?? null,
      course: courseOf(plan.recipe),
      tokens: members,
      total: tokens,
    },
    world.site,
  )
}

type Making = { planId: string; tracker: TrackerRow; text: TicketText; marker: string; until: Date }

/** An answer that says no is no issue; no answer may be one. */
async function made(world: World, jira: Jira, { planId, tracker, text, marker, until }: Making): Promise<Issue> {
  try {
    const { externalId, key } = await createIssue(jira, tracker, text, marker, { withDueDate: tracker.hasDueDate })
    const asNew: Issue = { externalId, key, summary: text.summary, status: 'New', category: 'not-reported', assignee: null }
    return (await readIssue(jira, externalId).catch(() => null)) ?? asNew
  } catch (error) {
    if (!(error instanceof CallError)) throw error
    const said = error.status !== undefined && error.status >= 400 && error.status < 500
    if (said) {
      await patientTransaction(world.db.pool, (client) => releaseTicket(client, planId, until, { forget: true }))
      throw new AppError('unavailable', `Jira did not make the issue. ${error.message}`)
    }
    throw new AppError('unavailable', `Nobody can say whether Jira made the issue: ${error.message} Ask again in two minutes: it is looked for first, and not made twice.`)
  }
} // prettier-ignore

type Keeping = { planId: string; tracker: TrackerRow; marker: string; issue: Issue; at: Date }

async function keep(world: World, viewer: Viewer, keeping: Keeping): Promise<{ key: string }> {
  const { planId, issue } = keeping
  await patientTransaction(world.db.pool, async (client) => {
    await lockPlans(client, [planId])
    const isKept = await keepUnderLock(world, client, keeping, { by: viewer, actor: actorOf(viewer) })
    // The hour may have found the very same meanwhile.
    if (!isKept && (await lockTicket(client, planId))?.key !== issue.key)
      throw new AppError(
        'conflict',
        `Jira has ${issue.key} for this plan, but its issue was changed here meanwhile, so that one is not linked. Close ${issue.key} there, or link it.`,
      )
  })
  return { key: issue.key }
}

/**
 * Keeps a made issue with its plan's history and the audit; the caller holds the plan's lock. By whoever asked, or by the job that found it.
 * Answers false where the plan waits for it no more.
 */
export async function keepUnderLock(
  world: World,
  client: PoolClient,
  { planId, tracker, marker, issue, at }: Keeping,
  { by, actor }: { by: Pick<Viewer, 'id' | 'name'> | null; actor: Actor },
): Promise<boolean> {
  const isKept = await keepMade(client, { planId, baseUrl: tracker.baseUrl, marker }, { issue, url: urlOf(tracker, issue.key), at })
  if (isKept) await write(world, client, planId, { kind: 'ticket-made', by, actor, detail: { key: issue.key } })
  return isKept
}

/** Where people open an issue. */
export function urlOf({ siteUrl, baseUrl }: Pick<TrackerRow, 'siteUrl' | 'baseUrl'>, key: string): string {
  return `${siteUrl ?? baseUrl}/browse/${encodeURIComponent(key)}`
}

/**
 * Links a plan to an issue that is there, by its key or by its address in our Jira. Throws AppError 'bad-input' where it is neither,
 * 'conflict' where the plan has one or one is being made.
 */
export async function linkTicket(world: World, viewer: Viewer, planId: string, named: string): Promise<{ key: string }> {
  const tracker = await trackerOn(world)
  await patientTransaction(world.db.pool, (client) => unlinked(client, viewer, planId))
  const { issue } = await findIssue(world, tracker, actorOf(viewer), named)
  await patientTransaction(world.db.pool, async (client) => {
    await unlinked(client, viewer, planId)
    const { id, name } = viewer
    const link = { planId, baseUrl: tracker.baseUrl, marker: `standdown-${uuid()}`, by: name, byId: id }
    await insertLinked(client, link, { issue, url: urlOf(tracker, issue.key), at: new Date() })
    await write(world, client, planId, { kind: 'ticket-linked', by: viewer, actor: actorOf(viewer), detail: { key: issue.key } })
  })
  return { key: issue.key }
}

/** An issue that somebody names, as it is. Throws AppError 'bad-input' at `issue` where it is no key, elsewhere, or not to be seen. */
export async function findIssue(world: World, tracker: TrackerRow, actor: Actor, named: string): Promise<{ issue: Issue }> {
  const wrong = (what: string) => new AppError('bad-input', 'Some of this cannot be used.', [{ where: 'issue', what }])
  const key = IssueKey.safeParse(keyIn(named.trim(), tracker) ?? '')
  if (!key.success) throw wrong('Write its key, such as SEC-123, or its address in the Jira that is set up.')
  const issue = await readIssue(await trackerJira(world, tracker, actor), key.data)
  if (!issue) throw wrong(`There is no issue ${key.data}, or ${tracker.testedAs ?? 'our account'} may not see it.`)
  return { issue }
}

/** The key in an address that begins as our Jira's do; what is no address is taken for a key. */
function keyIn(named: string, { siteUrl, baseUrl }: TrackerRow): string | null {
  const url = URL.parse(named)
  if (!url) return named
  const site = [siteUrl, baseUrl].find((one) => one !== null && named.startsWith(`${one}/`))
  if (!site) return null
  return /\/browse\/([^/?#]+)/.exec(url.pathname)?.[1] ?? url.searchParams.get('selectedIssue')
}

/** Takes the link away. The issue in Jira is left as it is. */
export async function unlinkTicket(world: World, viewer: Viewer, planId: string): Promise<void> {
  await patientTransaction(world.db.pool, async (client) => {
    await actable(client, viewer, planId)
    const there = await lockTicket(client, planId)
    if (!there) throw new AppError('conflict', 'It has no issue.')
    refuseClaimed(there, new Date())
    await deleteTicket(client, planId)
    await write(world, client, planId, { kind: 'ticket-unlinked', by: viewer, actor: actorOf(viewer), detail: { key: there.key } })
  })
} // prettier-ignore

/** Whoever makes an issue is left alone with it for as long as they said. */
function refuseClaimed(there: Pick<HeldTicket, 'claimedUntil'> | null, at: Date): void {
  if (there?.claimedUntil && there.claimedUntil > at) throw new AppError('conflict', 'Its issue is being made just now. Look again in a minute.')
} // prettier-ignore

async function unlinked(client: PoolClient, viewer: Viewer, planId: string): Promise<void> {
  await actable(client, viewer, planId)
  const there = await lockTicket(client, planId)
  if (there?.key) throw new AppError('conflict', `It has the issue ${there.key} already. Unlink that one first.`)
  refuseClaimed(there, new Date())
}

/** The plan, locked, for whoever has it or steers the programme. Alike where it is missing and where it is not theirs to see. */
async function actable(client: PoolClient, viewer: Viewer, planId: string): Promise<PlanRow> {
  const [plan] = await lockPlans(client, [planId])
  if (!plan || !maySee(plan, viewer)) throw new AppError('not-found', 'There is no such plan.')
  const isOwner = plan.ownerId !== null && viewer.selfIds.includes(plan.ownerId) && may(viewer.role, 'tasks:act')
  if (!isOwner && !may(viewer.role, 'plans:edit')) throw new AppError('forbidden', 'This plan is not yours to act on.')
  return plan
}

type Written = { kind: Extract<PlanEventKind, `ticket-${string}`>; by: Pick<Viewer, 'id' | 'name'> | null; actor: Actor; detail: Json }

async function write(world: World, client: PoolClient, planId: string, { kind, by, actor, detail }: Written): Promise<void> {
  await insertPlanEvents(client, planId, [{ kind, by: by && { id: by.id, name: by.name }, detail }], world.now)
  await record(client, { actor, act: `plan.${kind}`, target: `plan:${planId}`, after: detail }, world.now, world.auditKey)
}
