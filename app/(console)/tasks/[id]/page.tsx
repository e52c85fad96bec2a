import type { Metadata } from 'next'
import { PageHead } from '@/components/shell/page-head.tsx'
import { TaskSentence } from '@/components/plans/task-sentence.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import type { RawQuery } from '@/lib/model/token-search.ts'
import { recipeById } from '@/lib/retirement/recipes/recipes.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { findPlan } from '../../plans/find-plan.ts'
import { PlanView } from '../../plans/plan-view.tsx'

type TaskPageProps = { params: Promise<{ id: string }>; searchParams: Promise<RawQuery> }

export async function generateMetadata({ params }: TaskPageProps): Promise<Metadata> {
  await pageViewer('tasks:act')
  return { title: `${(await findPlan((await params).id)).title} · My tasks` }
}

/** One task of its owner's. A link in a message leads here, and opening it changes nothing: mail scanners follow links. */
export default async function TaskPage({ params, searchParams }: TaskPageProps) {
  const viewer = await pageViewer('tasks:act')
  const plan = await findPlan((await params).id)
  const { now } = await webWorld()
  return (
    <>
      <p className="mb-2 text-table">
        <TextLink href="/tasks" className="inline-flex min-h-11 items-center md:min-h-6">
          My tasks
        </TextLink>
      </p>
      <PageHead title={<span className="break-words">{plan.title}</span>} says={<TaskSentence plan={plan} recipe={recipeById(plan.recipe)} now={now} />} />
      <PlanView viewer={viewer} plan={plan} home="tasks" query={await searchParams} />
    </>
  )
} // prettier-ignore
