import { record } from '../db/audit.ts'
import { withConnection } from '../db/chosen-tokens.ts'
import { transactionOn } from '../db/transaction.ts'
import { findTask, lockAnswerable, lockCampaign, writeAnswers, type HeldTask } from '../db/write-campaigns.ts'
import { AppError } from '../model/app-error.ts'
import type { ReviewAct } from '../model/campaign-terms.ts'
import { actorOf, type Viewer } from '../model/viewer.ts'
import { answersAs } from '../retirement/campaigns.ts'
import { mostOpened, openPlansFor } from './open-plans.ts'
import type { World } from './world.ts'

/** For which tokens of a task: some of them, or all that are open. */
export type AskedReview = { taskId: string; tokens: readonly string[] | 'open'; act: ReviewAct }

/** How many were answered for, how many of those asked were not (gone, or somebody else's by now), and what was opened to retire them. */
export type Answered = { answered: number; left: number; plans: readonly string[] }

const mostNamed = 20

/**
 * Answers for tokens of a review, with one audit entry; an earlier answer is replaced until the campaign closes. "Retire" opens plans as
 * opening them by hand does, and joins those that there are. Throws AppError 'not-found' alike for a task that is not there and one that
 * is not this viewer's to see, 'forbidden' where it is not theirs to answer, 'conflict' where the campaign is closed.
 */
export async function answerReview(world: World, viewer: Viewer, { taskId, tokens, act }: AskedReview): Promise<Answered> {
  return withConnection(world.db.pool, (client) =>
    transactionOn(client, async () => {
      const found = await findTask(client, taskId)
      if (!found || !maySee(found, viewer)) throw new AppError('not-found', 'There is no such review.')
      const campaign = await lockCampaign(client, found.campaignId, 'shared')
      // It may have got another owner while we waited for its campaign.
      const task = await findTask(client, taskId)
      if (!campaign || !task || !maySee(task, viewer)) throw new AppError('not-found', 'There is no such review.')
      const as = answersAs(task.ownerId, viewer)
      if (!as) throw new AppError('forbidden', 'Only its owner and the security team may answer.')
      if (campaign.closedAt) throw new AppError('conflict', 'This review is closed. Answers are not taken any more.')
      const ids = await lockAnswerable(client, task, tokens === 'open' ? null : tokens, mostOpened)
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
      return { answered: ids.length, left: tokens === 'open' ? 0 : new Set(tokens).size - ids.length, plans }
    }),
  )
} // prettier-ignore

/** Whether a viewer may know of a task: the same as the policy of its table. */
function maySee({ ownerId }: HeldTask, { scope }: Viewer): boolean {
  return scope.all || (ownerId !== null && scope.ownerIds.includes(ownerId))
}
