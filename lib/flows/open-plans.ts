import type { PoolClient } from 'pg'
import { v7 as uuid } from 'uuid'
import { record } from '../db/audit.ts'
import { chooseTokens, withConnection } from '../db/chosen-tokens.ts'
import { countUnplannable, plannable, type Unplannable } from '../db/plannable-tokens.ts'
import { insertPlanEvents, insertPlans } from '../db/write-plans.ts'
import { currentPolicy } from '../db/policy.ts'
import { rehearsal, transactionOn } from '../db/transaction.ts'
import { AppError } from '../model/app-error.ts'
import type { Json } from '../model/json.ts'
import type { ChosenTokens } from '../model/token-act.ts'
import { groupPlans, type PlannedGroup } from '../retirement/group-plans.ts'
import type { Doer } from './act-on-tokens.ts'
import { lookUnderLock } from './look-at-plans.ts'
import type { World } from './world.ts'

/** Tokens of one opening: more are opened by a narrower filter, so that one act stays one transaction. */
export const mostOpened = 5_000

/** What opening plans for tokens would make: how many, for how many owners, and what it leaves out. */
export type PlansPreview = Unplannable & { tokens: number; plans: number; owners: number; unclaimed: number }

export type AskedPlans = { chosen: ChosenTokens; recipe: string | null; dueAt: Date | null }

/** What it would be. Writes nothing. */
export async function previewPlans(world: World, doer: Doer, asked: AskedPlans): Promise<PlansPreview> {
  return withConnection(world.db.pool, (client) =>
    rehearsal(client, async () => {
      const { unplannable, groups } = await grouped(world, client, doer, asked)
      return previewOf(unplannable, groups)
    }),
  )
}

/**
 * Opens a plan for each owner, workload and way among the chosen tokens, all in one transaction with one audit entry. Tokens that have
 * a plan, or are not alive, are left out and counted. Where the preview was of other numbers, nothing is done and the answer says what
 * it would be now.
 */
export async function openPlans(
  world: World,
  doer: Doer,
  asked: AskedPlans,
  seen: Pick<PlansPreview, 'tokens' | 'plans'>,
): Promise<{ done: true; ids: readonly string[]; tokens: number } | { done: false; now: PlansPreview }> {
  return withConnection(world.db.pool, (client) =>
    transactionOn(client, async () => {
      const { unplannable, groups } = await grouped(world, client, doer, asked)
      const preview = previewOf(unplannable, groups)
      if (preview.tokens !== seen.tokens || preview.plans !== seen.plans) return { done: false, now: preview }
      if (groups.length === 0)
        throw new AppError('conflict', 'Each of these tokens has a plan already, or is not alive. No plan was opened.')
      const plans = await insertGroups(world, client, groups, openedBy(doer))
      const by = asked.chosen.by === 'search' ? { chosenBy: JSON.parse(JSON.stringify(asked.chosen.search)) as Json } : {}
      const after = { plans: plans.length, tokens: preview.tokens, recipe: asked.recipe, dueAt: asked.dueAt?.toISOString() ?? null, ...by }
      await recordOpened(world, client, doer, plans, after)
      return { done: true, ids: plans.map(({ id }) => id), tokens: preview.tokens }
    }),
  )
}

/**
 * The same for tokens of which somebody said that they should go, in a transaction that the caller has open on a connection of
 * `withConnection`: what another plan has stays there. Answers with the ids of the plans that were opened.
 */
export async function openPlansFor(world: World, client: PoolClient, doer: Doer, ids: readonly string[]): Promise<readonly string[]> {
  const { groups } = await grouped(world, client, doer, { chosen: { by: 'ids', ids }, recipe: null, dueAt: null })
  if (groups.length === 0) return []
  const plans = await insertGroups(world, client, groups, openedBy(doer))
  await recordOpened(world, client, doer, plans, { plans: plans.length, tokens: previewOf({ already: 0, notLive: 0 }, groups).tokens })
  return plans.map(({ id }) => id)
}

/** Opened by a person, with one entry in the audit for all of them. */
async function recordOpened(world: World, client: PoolClient, doer: Doer, plans: readonly { id: string }[], after: Json): Promise<void> {
  const target = plans.length === 1 && plans[0] ? `plan:${plans[0].id}` : `plans:${plans.length}`
  const entry = { actor: { kind: 'user', id: doer.id, name: doer.name }, act: 'plan.opened', target, after } as const
  await record(client, entry, world.now, world.auditKey)
}

function openedBy({ id, name }: Doer): Opening {
  return { by: { id, name }, name }
}

type Opening = {
  by: { id: string; name: string } | null
  name: string
  /** What its history says of the opening, beside how many tokens it has. */
  detailOf?: (tokens: PlannedGroup['tokens']) => Record<string, Json>
}

/** Adds plans with their first line of history, and looks where they stand. The caller has locked their tokens and writes the audit. */
export async function insertGroups(
  world: Pick<World, 'now'>,
  client: PoolClient,
  groups: readonly PlannedGroup[],
  { by, name, detailOf = () => ({}) }: Opening,
): Promise<(PlannedGroup & { id: string })[]> {
  const plans = groups.map((group) => ({ ...group, id: uuid(), openedBy: name }))
  await insertPlans(client, plans, world.now)
  for (const { id, tokens } of plans) {
    const opened = { kind: 'opened', by, detail: { tokens: tokens.length, ...detailOf(tokens) } } as const
    await insertPlanEvents(client, id, [opened], world.now)
    await lookUnderLock(world, client, id)
  }
  return plans
}

async function grouped(world: World, client: PoolClient, doer: Doer, { chosen, recipe, dueAt }: AskedPlans) {
  const count = await chooseTokens(client, doer.scope, chosen, world.now)
  if (count === 0) throw new AppError('not-found', 'None of these tokens is there. No plan was opened.')
  if (count > mostOpened)
    throw new AppError('bad-input', `That is ${count} tokens. Open plans for at most ${mostOpened} at once: narrow the filter.`)
  if (dueAt && dueAt <= world.now)
    throw new AppError('bad-input', 'Some of this cannot be used.', [{ where: 'dueAt', what: 'The date is ahead of us. Use a later day.' }])
  const unplannable = await countUnplannable(client)
  const groups = groupPlans(await plannable(client), { recipe, dueAt }, world.now, (await currentPolicy(client)).values)
  if (groups === 'no-such-recipe')
    throw new AppError('bad-input', 'There is no such way.', [{ where: 'recipe', what: 'is none of those listed' }])
  return { unplannable, groups }
}

function previewOf(unplannable: Unplannable, groups: readonly PlannedGroup[]): PlansPreview {
  return {
    ...unplannable,
    tokens: groups.reduce((sum, { tokens }) => sum + tokens.length, 0),
    plans: groups.length,
    owners: new Set(groups.flatMap(({ ownerId }) => ownerId ?? [])).size,
    unclaimed: groups.filter(({ ownerId }) => ownerId === null).length,
  }
}
