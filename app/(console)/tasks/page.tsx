import type { Metadata } from 'next'
import { ReviewTaskCard } from '@/components/campaigns/review-task-card.tsx'
import { didWords } from '@/components/plans/act-words.ts'
import { cutWords, tabWord, waitWord } from '@/components/plans/plan-words.ts'
import { TaskCard } from '@/components/plans/task-card.tsx'
import { noTaskWords, toDoWords } from '@/components/plans/to-do-words.ts'
import { PageHead } from '@/components/shell/page-head.tsx'
import { LinkButton } from '@/components/ui/button.tsx'
import { EmptyState } from '@/components/ui/empty-state.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { Tabs } from '@/components/ui/tabs.tsx'
import { dataFreshness } from '@/lib/db/data-freshness.ts'
import { countLiveExposures } from '@/lib/db/list-exposures.ts'
import { exceptionGrounds } from '@/lib/db/exception-grounds.ts'
import { countTasks, listTasks } from '@/lib/db/list-plans.ts'
import { countOwnTokens } from '@/lib/db/own-tokens.ts'
import { countReviews, listReviews } from '@/lib/db/review-tasks.ts'
import type { ReviewTask } from '@/lib/model/campaign.ts'
import { taskTabs, type PlanLine, type TaskTab } from '@/lib/model/plan-search.ts'
import type { RawQuery } from '@/lib/model/token-search.ts'
import { may, type Viewer } from '@/lib/model/viewer.ts'
import { mayNotAsk } from '@/lib/retirement/exceptions.ts'
import { recipeById } from '@/lib/retirement/recipes/recipes.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { TaskActs } from './task-acts.tsx'

export const metadata: Metadata = { title: 'My tasks' }

export default async function TasksPage({ searchParams }: { searchParams: Promise<RawQuery> }) {
  const viewer = await pageViewer('tasks:act')
  const query = await searchParams
  const tab = taskTabs.find((one) => one === query.tab) ?? 'to-do'
  const did = didWords(typeof query.did === 'string' ? query.did : undefined)
  if (viewer.selfIds.length === 0) return <Nobody viewer={viewer} />
  const { db, now } = await webWorld()
  const [tasks, reviews, ofPlans, ofReviews, leaked] = await Promise.all([
    listTasks(db, viewer, tab, now),
    listReviews(db, viewer, tab, now),
    countTasks(db, viewer, now),
    countReviews(db, viewer, now),
    viewer.scope.all ? 0 : countLiveExposures(db, viewer.scope),
  ])
  const grounds = await exceptionGrounds(db, viewer.scope, tasks.filter(({ closedAt }) => closedAt === null).map(({ id }) => id)) // prettier-ignore
  const counts = sumOf(ofPlans, ofReviews)
  const cut = cutWords(tasks.length + reviews.length, counts[tab], tab)
  const href = (one: TaskTab) => (one === 'to-do' ? '/tasks' : `/tasks?tab=${one}`)
  const tabs = taskTabs.map((one) => ({ href: href(one), label: tabWord[one], count: counts[one] }))
  return (
    <>
      <PageHead title="My tasks" says={<p>{toDoWords({ count: counts['to-do'], pressing: counts.pressing, leaked })}</p>} />
      {did ? <Notice tone="success" role="status" className="mb-4" title={did} /> : null}
      {leaked > 0 ? <Leaked count={leaked} /> : null}
      <Tabs label="My tasks" tabs={tabs} here={href(tab)} />
      {tasks.length + reviews.length === 0 ? (
        <None viewer={viewer} tab={tab} waiting={counts.waiting} leaked={leaked} />
      ) : (
        <>
          {cut ? <p className="mb-3 text-table text-text-2">{cut}</p> : null}
          <Cards tasks={tasks} reviews={reviews} grounds={grounds} viewer={viewer} now={now} />
        </>
      )}
    </>
  )
}

/** A leak presses before security has opened a plan for it. */
function Leaked({ count }: { count: number }) {
  return (
    <Notice tone="error" className="mb-4" title={`${count === 1 ? 'A token of yours leaked and still works.' : `${count} tokens of yours leaked and still work.`}`}>
      <p>
        <LinkButton href="/exposures?show=live">See what leaked, and where</LinkButton>
      </p>
    </Notice>
  )
} // prettier-ignore

type Counts = Readonly<Record<TaskTab, number>> & { pressing: number }

/** Plans and reviews are tasks alike. */
function sumOf(one: Counts, other: Counts): Counts {
  const names = [...taskTabs, 'pressing'] as const
  return Object.fromEntries(names.map((name) => [name, one[name] + other[name]])) as Record<(typeof names)[number], number>
}

type CardsProps = {
  tasks: readonly PlanLine[]
  reviews: readonly ReviewTask[]
  grounds: Awaited<ReturnType<typeof exceptionGrounds>>
  viewer: Viewer
  now: Date
}

function Cards({ tasks, reviews, grounds, viewer, now }: CardsProps) {
  return (
    <ul aria-label="Tasks" className="grid gap-3 xl:grid-cols-2">
      {reviews.map((review) => (
        <ReviewTaskCard key={review.id} task={review} whose={review.ownerId === viewer.selfIds[0] ? 'mine' : 'team'} now={now} />
      ))}
      {tasks.map((plan) => (
        <TaskCard key={plan.id} plan={plan} recipe={recipeById(plan.recipe)} waits={waitsFor(plan)} now={now}>
          <TaskActs plan={plan} viewer={viewer} excepts={mayNotAsk(grounds.get(plan.id) ?? []) === null} now={now} />
        </TaskCard>
      ))}
    </ul>
  )
}

function waitsFor({ closedAt, waitingOn, paused, blocked }: PlanLine): string | null {
  if (closedAt || waitingOn === 'owner') return null
  if (paused) return 'accepted for a time'
  return blocked ? `blocked: ${blocked}` : `waiting for ${waitingOn === 'security' ? 'security' : `the ${waitWord[waitingOn]}`}`
}

async function None({ viewer, tab, waiting, leaked }: { viewer: Viewer; tab: TaskTab; waiting: number; leaked: number }) {
  if (tab !== 'to-do') return <EmptyState title={nothing[tab]} />
  const { db, now } = await webWorld()
  const [tokens, freshness] = await Promise.all([countOwnTokens(db, viewer), dataFreshness(db, now)])
  const { title, says } = noTaskWords({ tokens, leaked, waiting, atLeast: freshness.lacking.length > 0 })
  const href = viewer.scope.all ? `/tokens?${new URLSearchParams(viewer.selfIds.map((id) => ['owner', id]))}` : '/tokens'
  return (
    <EmptyState title={title} action={tokens > 0 ? <LinkButton href={href}>Show them</LinkButton> : null}>
      {says ? <p>{says}</p> : null}
    </EmptyState>
  )
}

const nothing: Readonly<Record<Exclude<TaskTab, 'to-do'>, string>> = {
  waiting: 'Nothing of yours waits for proof.',
  late: 'Nothing of yours is overdue.',
  team: 'Nothing is asked of your team.',
  done: 'Nothing is done yet.',
}

/** Whoever is not in the directory can own nothing; that is said, and who can change it. */
function Nobody({ viewer }: { viewer: Viewer }) {
  return (
    <>
      <PageHead title="My tasks" />
      <EmptyState
        title="Your account is nobody in the directory, so nothing can be asked of you."
        action={may(viewer.role, 'people:edit') ? <LinkButton href="/settings/people">Tie an account to an owner</LinkButton> : null}
      >
        {may(viewer.role, 'people:edit') ? 'An account that is tied to an owner sees that owner’s tasks here.' : 'An administrator can tie it to the owner that you are.'}
      </EmptyState>
    </>
  )
} // prettier-ignore
