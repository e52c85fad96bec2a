import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { outcomeWord, progressWords, taskTitle } from '@/components/campaigns/campaign-words.ts'
import { ShowLinks } from '@/components/directory/show-links.tsx'
import { DueDate } from '@/components/plans/plan-state.tsx'
import { PageHead } from '@/components/shell/page-head.tsx'
import { counted } from '@/components/tokens/detail/text-time.ts'
import { EmptyState } from '@/components/ui/empty-state.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { Pagination } from '@/components/ui/pagination.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { listReviewRows } from '@/lib/db/review-rows.ts'
import { countAnswerable, readReviewTask } from '@/lib/db/review-tasks.ts'
import { countOf, reviewOutcomes, type ReviewTask } from '@/lib/model/campaign.ts'
import type { RawQuery } from '@/lib/model/token-search.ts'
import { answersAs } from '@/lib/retirement/campaigns.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { edgeIn, hrefAt, isCount } from '../../../campaigns/edge-in.ts'
import { Rows } from '../rows.tsx'

type ReviewPageProps = { params: Promise<{ id: string }>; searchParams: Promise<RawQuery> }

const findTask = cache(async (id: string): Promise<ReviewTask> => {
  const viewer = await pageViewer('tasks:act')
  return (await readReviewTask((await webWorld()).db, viewer.scope, id)) ?? notFound()
})

export async function generateMetadata({ params }: ReviewPageProps): Promise<Metadata> {
  await pageViewer('tasks:act')
  return { title: `${(await findTask((await params).id)).campaign} · My tasks` }
}

/** One owner's part of a review. A link in a message leads here, and opening it changes nothing: mail scanners follow links. */
export default async function ReviewPage({ params, searchParams }: ReviewPageProps) {
  const viewer = await pageViewer('tasks:act')
  const task = await findTask((await params).id)
  const query = await searchParams
  const { db, now } = await webWorld()
  const outcome = reviewOutcomes.find((one) => one === query.show) ?? null
  const page = `/tasks/review/${task.id}`
  const { rows, previous, next } = await listReviewRows(db, viewer.scope, { taskId: task.id, outcome, from: edgeIn(query, isCount) })
  const as = answersAs(task.ownerId, viewer)
  const closed = task.closedAt !== null
  const whose = task.ownerId !== null && task.ownerId === viewer.selfIds[0] ? 'mine' : as === 'owner' ? 'team' : 'other'
  const counts = countOf(task)
  const shows = [
    { label: 'All', count: task.tokens, href: page, here: outcome === null },
    ...reviewOutcomes.map((one) => ({ label: outcomeWord(one, closed), count: counts[one], href: `${page}?show=${one}`, here: outcome === one })),
  ]
  return (
    <>
      <p className="mb-2 text-table">
        <TextLink href={as === 'owner' ? '/tasks' : `/campaigns/${task.campaignId}`} className="inline-flex min-h-11 items-center md:min-h-6">
          {as === 'owner' ? 'My tasks' : task.campaign}
        </TextLink>
      </p>
      <PageHead title={<span className="break-words">{taskTitle(task, whose)}</span>} says={<Says task={task} now={now} />} />
      {closed ? <Notice tone="info" className="mb-4" title="This review is closed. Answers are not taken any more." /> : null}
      {!closed && task.tokens > 0 && as === 'security' && task.ownerId ? (
        <Notice tone="info" className="mb-4" title={`You answer in the name of ${task.ownerName ?? 'its owner'}.`}>
          <p>That it was you stands beside each answer.</p>
        </Notice>
      ) : null}
      {task.tokens > 0 ? (
        <div className="mb-4">
          <ShowLinks label="Which tokens" shows={shows} />
        </div>
      ) : null}
      {rows.length === 0 ? (
        <EmptyState title={task.tokens === 0 ? 'Nothing is asked here any more.' : outcome === 'open' ? 'Nothing is left to answer.' : 'No token counts as this.'}>
          {task.tokens === 0 ? 'Its tokens have another owner by now, who is asked instead.' : null}
        </EmptyState>
      ) : (
        <Rows task={task} rows={rows} open={closed || task.open === 0 ? 0 : await countAnswerable(db, viewer.scope, task.id)} now={now} />
      )}
      {previous || next ? (
        <div className="mt-4">
          <Pagination label="Pages of tokens" previous={hrefAt(page, { show: outcome }, previous)} next={hrefAt(page, { show: outcome }, next)} says={`${counted(rows.length, 'token')} of ${task.tokens.toLocaleString('en-GB')}`} />
        </div>
      ) : null}
    </>
  )
} // prettier-ignore

function Says({ task, now }: { task: ReviewTask; now: Date }) {
  return (
    <>
      <p className="font-medium break-words text-text">{task.campaign}</p>
      {task.closedAt || task.tokens === 0 ? null : (
        <p>
          Say of each whether it is still needed: keep, narrow, retire, or not yours. You can change an answer until the review is closed.
        </p>
      )}
      <p className="flex flex-wrap gap-x-3 text-table">
        <span>{progressWords(task)}</span>
        <span>
          Due <DueDate plan={{ ...task, proposedDueAt: null }} now={now} inLine />
        </span>
      </p>
    </>
  )
}
