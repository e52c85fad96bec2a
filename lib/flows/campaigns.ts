import type { PoolClient } from 'pg'
import { v7 as uuid } from 'uuid'
import { record } from '../db/audit.ts'
import { chooseTokens, withConnection } from '../db/chosen-tokens.ts'
import { campaignsToFollow, settleCampaign, settleSlice, unsettled } from '../db/settle-campaigns.ts'
import { currentPolicy } from '../db/policy.ts'
import { patientTransaction, rehearsal, transactionOn } from '../db/transaction.ts'
import {
  chooseUnanswered,
  fillCampaign,
  insertCampaign,
  isFollowed,
  lockCampaign,
  moveCampaign,
  previewCampaign,
  updateCampaign,
  type CampaignPreview,
  type CampaignRow,
  type NewCampaign,
} from '../db/write-campaigns.ts'
import { AppError } from '../model/app-error.ts'
import type { CampaignMove, CampaignTerms } from '../model/campaign-terms.ts'
import { rawQuery, readTokenSearch, writeTokenSearch, type TokenSearch } from '../model/token-search.ts'
import type { Policy } from '../model/policy.ts'
import { wordsOf } from '../model/policy-fields.ts'
import { actorOf, type Actor, type Viewer } from '../model/viewer.ts'
import { nextName, nextOpening, quarterAfter } from '../retirement/campaigns.ts'
import type { World } from './world.ts'

const day = 86_400_000
const schedule = { kind: 'system', name: 'Schedule of reviews' } as const

/** What a campaign is over: a search, and what nobody answered in an earlier one. */
export type CampaignGround = { search: TokenSearch; previousId: string | null }

/** What a campaign would ask now. Writes nothing. Throws AppError 'bad-input' where the earlier one is not closed, or was taken up already. */
export async function campaignBefore(world: World, ground: CampaignGround): Promise<CampaignPreview> {
  return withConnection(world.db.pool, (client) =>
    rehearsal(client, async () => {
      await choose(world, client, ground)
      return previewCampaign(client)
    }),
  )
}

/**
 * Starts a campaign: its set is what the search finds now, and no other later. Where that is not what was shown (`seen`), nothing is
 * started and the answer says what it would be.
 */
export async function startCampaign(
  world: World,
  viewer: Viewer,
  { ground, terms }: { ground: CampaignGround; terms: CampaignTerms },
  seen: Pick<CampaignPreview, 'tokens' | 'owners'>,
): Promise<{ done: true; id: string } | { done: false; now: CampaignPreview }> {
  refuseDate(terms.dueAt, world.now, (await currentPolicy(world.db.pool)).values)
  return withConnection(world.db.pool, (client) =>
    transactionOn(client, async () => {
      await choose(world, client, ground)
      const preview = await previewCampaign(client)
      if (preview.tokens !== seen.tokens || preview.owners !== seen.owners) return { done: false, now: preview }
      if (preview.tokens === 0) throw new AppError('conflict', 'None of these tokens is alive: there is nothing to review.')
      const { name, dueAt, quarterly, carries } = terms
      const query = String(writeTokenSearch({ ...ground.search, limit: 50 }))
      const nextAt = quarterly ? quarterAfter(world.now) : null
      const by = { id: viewer.id, name: viewer.name }
      const campaign = { id: uuid(), name, query, by, dueAt, nextAt, carries: quarterly && carries, previousId: ground.previousId }
      await begin(world, client, actorOf(viewer), campaign)
      return { done: true, id: campaign.id }
    }),
  )
}

/** Closes a campaign: what nobody answered stays listed as unanswered, and answers are not taken any more. Its series goes on. */
export async function closeCampaign(world: World, viewer: Viewer, { id, version }: { id: string; version: number }): Promise<void> {
  await patientTransaction(world.db.pool, (client) => openAt(client, id, version))
  await settleInSlices(world, id, actorOf(viewer))
  await patientTransaction(world.db.pool, async (client) => close(world, client, await openAt(client, id, version), actorOf(viewer)))
}

/**
 * Moves the date of an open campaign, later or earlier, and says why. What is told of it from then on has the new date; its owners are
 * reminded before that one as well. The next of its series gives as long as this one was started with.
 */
export async function moveCampaignDate(world: World, viewer: Viewer, { id, version }: { id: string; version: number }, { dueAt, says }: CampaignMove): Promise<void> {
  const { values } = await currentPolicy(world.db.pool)
  refuseDate(dueAt, world.now, values)
  await patientTransaction(world.db.pool, async (client) => {
    const { dueAt: was, nextAt } = await openAt(client, id, version)
    const wrong = (what: string) => new AppError('bad-input', 'Some of this cannot be used.', [{ where: 'dueAt', what }])
    if (dueAt.getTime() === was.getTime()) throw wrong('That is its date already.')
    if (nextAt && dueAt >= nextAt) throw wrong(`The next one opens on ${nextAt.toISOString().slice(0, 10)} and closes this one: use an earlier day.`)
    await moveCampaign(client, id, { dueAt, by: viewer.name, says })
    const entry = { actor: actorOf(viewer), act: 'campaign.moved', target: `campaign:${id}`, before: { dueAt: was.toISOString() }, after: { dueAt: dueAt.toISOString(), says } }
    await record(client, entry, world.now, world.auditKey)
  })
} // prettier-ignore

/** Ends a series: no further campaign opens by itself after this one. */
export async function endSeries(world: World, viewer: Viewer, { id, version }: { id: string; version: number }): Promise<void> {
  await patientTransaction(world.db.pool, async (client) => {
    const { nextAt } = await heldAt(client, id, version)
    if (!nextAt) throw new AppError('conflict', 'No further review opens after this one as it is.')
    await updateCampaign(client, id, { nextAt: null, carries: false })
    const entry = {
      actor: actorOf(viewer),
      act: 'campaign.series-ended',
      target: `campaign:${id}`,
      before: { nextAt: nextAt.toISOString() },
    }
    await record(client, entry, world.now, world.auditKey)
  })
}

/**
 * Brings open campaigns to what their tokens are now: what ended counts as gone, and what waits is asked of whoever owns it by now. Done
 * twice it does nothing. Answers with how many campaigns that changed.
 */
export async function settleCampaigns(world: World): Promise<number> {
  let changed = 0
  for (const id of await unsettled(world.db.pool)) changed += (await settleInSlices(world, id)) ? 1 : 0
  return changed
}

/**
 * The same for one, on whoever's word it is, a slice at a time and each kept by itself, so that nobody waits long to answer. Answers whether
 * it changed.
 */
async function settleInSlices(world: World, id: string, by: Actor = schedule): Promise<boolean> {
  let changed = false
  for (let after: string | null = null; ;) {
    world.signal.throwIfAborted()
    const { next, did } = await patientTransaction(world.db.pool, (client) => settleNext(world, client, { id, after, by }))
    changed ||= did
    if (next === null) return changed
    after = next
  }
}

async function settleNext(
  world: World,
  client: PoolClient,
  { id, after, by }: { id: string; after: string | null; by: Actor },
): Promise<{ next: string | null; did: boolean }> {
  const campaign = await lockCampaign(client, id, 'alone')
  if (!campaign || campaign.closedAt) return { next: null, did: false }
  const { next, ...settled } = await settleSlice(client, id, after, world.now)
  const did = settled.gone + settled.back + settled.moved > 0
  if (did) {
    const entry = { actor: by, act: 'campaign.settled', target: `campaign:${id}`, after: settled }
    await record(client, entry, world.now, world.auditKey)
  }
  return { next, did }
}

/** Opens what is due of every series; one that cannot be opened keeps no other waiting. Answers with how many were opened. */
export async function openDueCampaigns(world: World): Promise<number> {
  let opened = 0
  for (const id of await campaignsToFollow(world.db.pool, world.now)) {
    world.signal.throwIfAborted()
    try {
      await settleInSlices(world, id)
      opened += await withConnection(world.db.pool, (client) => transactionOn(client, () => follow(world, client, id)))
    } catch (err) {
      world.log.error({ err, campaign: id }, 'the next review of a series could not be opened; it is tried again in an hour')
    }
  }
  return opened
}

/** The next of a series, over the same search as it finds today. The one before is closed: nobody is asked twice for the same. */
async function follow(world: World, client: PoolClient, id: string): Promise<number> {
  const before = await lockCampaign(client, id, 'alone')
  if (!before?.nextAt || before.nextAt > world.now) return 0
  if (!before.closedAt) await close(world, client, before, schedule)
  const search = readTokenSearch(rawQuery(new URLSearchParams(before.query)))
  await chooseTokens(client, { all: true }, { by: 'search', search }, world.now)
  const previousId = (await isFollowed(client, id)) ? null : id
  if (before.carries && previousId) await chooseUnanswered(client, previousId)
  const nextAt = nextOpening(before.nextAt, world.now)
  if ((await previewCampaign(client)).tokens === 0) {
    await updateCampaign(client, id, { nextAt })
    const entry = { actor: schedule, act: 'campaign.skipped', target: `campaign:${id}`, after: { nextAt: nextAt.toISOString() } }
    await record(client, entry, world.now, world.auditKey)
    return 0
  }
  await updateCampaign(client, id, { nextAt: null })
  const dueAt = new Date(world.now.getTime() + daysOf(before, (await currentPolicy(client)).values) * day)
  const by = { id: null, name: schedule.name }
  const name = nextName(before.name, world.now)
  const { query, carries } = before
  await begin(world, client, schedule, { id: uuid(), name, query, by, dueAt, nextAt, carries, previousId })
  return 1
}

/** As long as the one before was started with, where policy still has it: that it was moved is its own affair. */
function daysOf({ startedAt, dueAt, firstDueAt }: CampaignRow, { reviewMostDays }: Policy): number {
  return Math.min(reviewMostDays, Math.max(1, Math.round(((firstDueAt ?? dueAt).getTime() - startedAt.getTime()) / day)))
}

async function begin(world: World, client: PoolClient, actor: Actor, campaign: NewCampaign): Promise<void> {
  await insertCampaign(client, campaign, world.now)
  const tokens = await fillCampaign(client, campaign.id, campaign.previousId)
  const { name, query, dueAt, nextAt, previousId } = campaign
  const after = {
    name,
    query: query.slice(0, 2_000),
    dueAt: dueAt.toISOString(),
    nextAt: nextAt?.toISOString() ?? null,
    previousId,
    tokens,
  }
  await record(client, { actor, act: 'campaign.started', target: `campaign:${campaign.id}`, after }, world.now, world.auditKey)
}

async function close(world: World, client: PoolClient, { id }: CampaignRow, actor: Actor): Promise<void> {
  await settleCampaign(client, id, world.now)
  await updateCampaign(client, id, { closedAt: world.now, closedBy: actor.name })
  await record(client, { actor, act: 'campaign.closed', target: `campaign:${id}` }, world.now, world.auditKey)
}

async function choose(world: World, client: PoolClient, { search, previousId }: CampaignGround): Promise<void> {
  const before = previousId === null ? null : await lockCampaign(client, previousId, 'alone')
  if (previousId !== null) {
    if (!before) throw new AppError('not-found', 'There is no such review.')
    if (!before.closedAt) throw new AppError('conflict', 'Close that review first: until then its owners can still answer.')
    if (await isFollowed(client, previousId)) throw new AppError('conflict', 'What was unanswered in that review is asked again already.')
  }
  await chooseTokens(client, { all: true }, { by: 'search', search }, world.now)
  if (previousId !== null) await chooseUnanswered(client, previousId)
}

async function heldAt(client: PoolClient, id: string, version: number): Promise<CampaignRow> {
  const campaign = await lockCampaign(client, id, 'alone')
  if (!campaign) throw new AppError('not-found', 'There is no such review.')
  if (campaign.version !== version) throw new AppError('conflict', 'Somebody changed this meanwhile. Nothing was done: look at it again.')
  return campaign
}

async function openAt(client: PoolClient, id: string, version: number): Promise<CampaignRow> {
  const campaign = await heldAt(client, id, version)
  if (campaign.closedAt) throw new AppError('conflict', 'This review is closed already.')
  return campaign
}

function refuseDate(dueAt: Date, now: Date, { reviewMostDays }: Policy): void {
  const wrong = (what: string) => new AppError('bad-input', 'Some of this cannot be used.', [{ where: 'dueAt', what }])
  if (dueAt <= now) throw wrong('The date is ahead of us. Use a later day.')
  if (dueAt.getTime() > now.getTime() + (reviewMostDays + 1) * day) throw wrong(`Within ${wordsOf('reviewMostDays', reviewMostDays)}.`)
} // prettier-ignore
