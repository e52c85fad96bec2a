import type { PoolClient } from 'pg'
import { record } from '../db/audit.ts'
import { withConnection } from '../db/chosen-tokens.ts'
import { isCrossed, transactionOn } from '../db/transaction.ts'
import { countOpen, findTask, lockAnswerable, lockCampaign, writeAnswers, type HeldTask } from '../db/write-campaigns.ts'
import { AppError } from '../model/app-error.ts'
import type { ReviewAct } from '../model/campaign-terms.ts'
import { actorOf, type Viewer } from '../model/viewer.ts'
import { answersAs } from '../retirement/campaigns.ts'
import { mostOpened, openPlansFor } from './open-plans.ts'
import type { World } from './world.ts'

/** For which tokens of a task: some of them, or all that are open. */
export type AskedReview = { taskId: string; tokens: readonly string[] | 'open'; act: ReviewAct }

/**
 * How many were answered for, how many of those asked were not (gone, or somebody else's by now), how many of all that are open wait
 * for another call, and what was opened to retire them.
 */
export type Answered = { answered: number; left: number; remaining: number; plans: readonly string[] }

/** How much one call does: slices of so many tokens, each kept by itself, while there is time for another. */
export type AnswerBudget = { slice: number; hasTime: () => boolean }

const mostNamed = 20
const wholly: AnswerBudget = { slice: mostOpened, hasTime: () => true }

/**
 * Answers for tokens of a review, with an audit entry for each slice of them; an earlier answer is replaced until the campaign closes.
 * "Retire" opens plans as opening them by hand does, and joins those that there are. All that are open are answered slice after slice;
 * what there was no time for remains, and the same call again goes on with it. Throws AppError 'not-found' alike for a task that is not
 * there and one that is not this viewer's to see, 'forbidden' where it is not theirs to answer, 'conflict' where the campaign is closed.
 */
export async function answerReview(world: World, viewer: Viewer, asked: AskedReview, budget = wholly): Promise<Answered> {
  return withConnection(world.db.pool, async (client) => {
    const { answered, plans } = await answerSlice(world, client, viewer, asked, budget.slice)
    if (asked.tokens === 'open') return answerOn(world, client, viewer, asked, budget, { answered, plans: [...plans] })
    return { answered, left: new Set(asked.tokens).size - answered, remaining: 0, plans }
  })
}

type Part = { answered: number; plans: readonly string[] }

/** Goes on after the first slice of all that are open. What was answered stays so, whatever stops the rest. */
async function answerOn(
  world: World,
  client: PoolClient,
  viewer: Viewer,
  asked: AskedReview,
  { slice, hasTime }: AnswerBudget,
  done: { answered: number; plans: string[] },
): Promise<Answered> {
  for (let last = done.answered; last === slice && hasTime();) {
    const part = await answerSlice(world, client, viewer, asked, slice).catch(stopped)
    last = part.answered
    done.answered += part.answered
    done.plans.push(...part.plans)
  }
  const { answerable, open } = await countOpen(client, asked.taskId)
  return { ...done, left: open - answerable, remaining: answerable }
}

/** Closed meanwhile, nothing left of theirs, or crossed by somebody else: the slices before are kept, and what remains is counted. */
function stopped(error: unknown): Part {
  if (error instanceof AppError || isCrossed(error)) return { answered: 0, plans: [] }
  throw error
}

async function answerSlice(
  world: World,
  client: PoolClient,
  viewer: Viewer,
  { taskId, tokens, act }: AskedReview,
  slice: number,
): Promise<Part> {
  return transactionOn(client, async () => {
    const { task, as } = await heldFor(client, taskId, viewer)
    const ids = await lockAnswerable(client, task, tokens === 'open' ? null : tokens, slice)
    if (ids.length === 0) throw new AppError('conflict', 'None of these tokens is there any more, or is of this owner. Nothing was answered.')
    const plans = act.answer === 'retire' ? await openPlansFor(world, client, viewer, ids) : []
    const onBehalf = as === 'security' && task.ownerId !== null
    await writeAnswers(client, task.id, ids, act, { id: viewer.id, name: viewer.name, onBehalf }, world.now)
    const after = {
      ...act,
      tokens: ids.length,
      some: ids.slice(0, mostNamed),
      task: task.id,
      owner: task.ownerName,
      ...(onBehalf && { inTheirName: true }),
      ...(plans.length > 0 && { plans: plans.length }),
    }
    const entry = { actor: actorOf(viewer), act: 'review.answered', target: `campaign:${task.campaignId}`, after }
    await record(client, entry, world.now, world.auditKey)
    return { answered: ids.length, plans }
  })
} // prettier-ignore

/** The task under its campaign's lock, and as whom this viewer answers in it. */
async function heldFor(client: PoolClient, taskId: string, viewer: Viewer): Promise<{ task: HeldTask; as: 'owner' | 'security' }> {
  const missing = () => new AppError('not-found', 'There is no such review.')
  const found = await findTask(client, taskId)
  if (!found || !maySee(found, viewer)) throw missing()
  const campaign = await lockCampaign(client, found.campaignId, 'shared')
  // It may have got another owner while we waited for its campaign.
  const task = await findTask(client, taskId)
  if (!campaign || !task || !maySee(task, viewer)) throw missing()
  const as = answersAs(task.ownerId, viewer)
  if (!as) throw new AppError('forbidden', 'Only its owner and the security team may answer.')
  if (campaign.closedAt) throw new AppError('conflict', 'This review is closed. Answers are not taken any more.')
  return { task, as }
}

/** Whether a viewer may know of a task: the same as the policy of its table. */
function maySee({ ownerId }: HeldTask, { scope }: Viewer): boolean {
  return scope.all || (ownerId !== null && scope.ownerIds.includes(ownerId))
}
