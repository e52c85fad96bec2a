import type { PoolClient } from 'pg'
import { v7 as uuid } from 'uuid'
import { record } from '../db/audit.ts'
import { lockChoices, refuseOwners, settleSuggestions, standingSuggestions, type Choice } from '../db/owner-suggestions.ts'
import { patientTransaction } from '../db/transaction.ts'
import { AppError } from '../model/app-error.ts'
import type { Evidence } from '../model/suggestion.ts'
import type { Actor } from '../model/viewer.ts'
import { reappraise } from './reappraise.ts'
import type { World } from './world.ts'

/** Which suggestions: those a person ticked, as they saw them; or all of one kind, with the count that they read. */
export type Chosen = { of: 'these'; choices: readonly Choice[] } | { of: 'all'; evidence: Evidence; expected: number }

/** `left`: those that had changed since they were read, and were left alone. */
export type Decided = { done: number; left: number }

export const mostSuggestionsAtOnce = 10_000

/**
 * Makes suggested owners the stated ones, all or none, with one audit entry, and scores the tokens again. What is not suggested
 * any more as it was read is left alone. Throws AppError 'conflict' where "all of one kind" are other than were counted.
 */
export async function acceptSuggestions(world: World, actor: Actor, chosen: Chosen): Promise<Decided> {
  return patientTransaction(world.db.pool, async (client) => {
    const { standing, left } = await standingOf(client, chosen)
    const cause = { cause: `edit:${uuid()}`, runId: null, at: world.now }
    const byOwner = Map.groupBy(standing, ({ ownerId }) => ownerId)
    for (const [ownerId, those] of byOwner) {
      await reappraise(client, { by: 'ids', ids: those.map(({ tokenId }) => tokenId) }, cause, { ownerId })
    }
    await settleSuggestions(client, idsOf(standing))
    const after = { ...said(chosen), tokens: standing.length, owners: Object.fromEntries([...byOwner].map(([id, those]) => [id, those.length])), cause: cause.cause } // prettier-ignore
    await record(client, { actor, act: 'suggestions.accepted', target: targetOf(standing), after }, world.now, world.auditKey)
    return { done: standing.length, left }
  })
}

/** Refuses suggestions for good: the same owner is not suggested for the same token again; another may be. One audit entry. */
export async function refuseSuggestions(world: World, actor: Actor, chosen: Chosen): Promise<Decided> {
  return patientTransaction(world.db.pool, async (client) => {
    const { standing, left } = await standingOf(client, chosen)
    await refuseOwners(client, standing, actor.kind === 'user' ? `user:${actor.id}` : actor.name, world.now)
    const after = { ...said(chosen), tokens: standing.length, refused: standing.slice(0, 1_000) }
    await record(client, { actor, act: 'suggestions.refused', target: targetOf(standing), after }, world.now, world.auditKey)
    return { done: standing.length, left }
  })
}

async function standingOf(client: PoolClient, chosen: Chosen): Promise<{ standing: Choice[]; left: number }> {
  const most = mostSuggestionsAtOnce
  if (chosen.of === 'these') {
    const asked = chosen.choices.length
    if (asked === 0) throw new AppError('bad-input', 'No suggestion is chosen. Tick those that you mean.')
    if (asked > most) throw new AppError('bad-input', `${asked} suggestions are chosen; at most ${most} are decided at once.`)
    const standing = await stillStanding(client, await standingSuggestions(client, chosen.choices))
    if (standing.length === 0) throw new AppError('conflict', 'None of these is suggested any more. Load the page again to see what is.')
    return { standing, left: asked - standing.length }
  }
  const all = await standingSuggestions(client, { evidence: chosen.evidence, most })
  if (all.length > most) throw new AppError('bad-input', `There are more than ${most}; decide them a page at a time.`)
  const standing = await stillStanding(client, all)
  if (standing.length !== chosen.expected)
    throw new AppError('conflict', `You read ${chosen.expected}; there are ${standing.length} now. Nothing was changed. Look again.`)
  return { standing, left: 0 }
}

/** Of these, what stands once nobody can change their tokens any more: somebody may have stated an owner a moment ago. */
async function stillStanding(client: PoolClient, choices: readonly Choice[]): Promise<Choice[]> {
  await lockChoices(client, choices)
  return standingSuggestions(client, choices)
}

function idsOf(choices: readonly Choice[]): string[] {
  return choices.map(({ tokenId }) => tokenId)
}

function targetOf(choices: readonly Choice[]): string {
  return choices.length === 1 ? `token:${choices[0]?.tokenId}` : `tokens:${choices.length}`
}

function said(chosen: Chosen): { evidence?: string } {
  return chosen.of === 'all' ? { evidence: chosen.evidence } : {}
}
