import type { Metadata } from 'next'
import { PageHead } from '@/components/shell/page-head.tsx'
import { stepNow, tokensWord } from '@/components/plans/plan-words.ts'
import { TextLink } from '@/components/ui/text-link.tsx'
import type { RawQuery } from '@/lib/model/token-search.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { findPlan } from '../find-plan.ts'
import { planSays, PlanView } from '../plan-view.tsx'

type PlanPageProps = { params: Promise<{ id: string }>; searchParams: Promise<RawQuery> }

export async function generateMetadata({ params }: PlanPageProps): Promise<Metadata> {
  await pageViewer('plans:read')
  return { title: `${(await findPlan((await params).id)).title} · Programme` }
}

export default async function PlanPage({ params, searchParams }: PlanPageProps) {
  const viewer = await pageViewer('plans:read')
  const plan = await findPlan((await params).id)
  const { now } = await webWorld()
  const step = stepNow(plan)
  return (
    <>
      <p className="mb-2 text-table">
        <TextLink href="/plans">Programme</TextLink>
      </p>
      <PageHead
        title={<span className="break-words">{plan.title}</span>}
        says={
          <p>
            {tokensWord(plan.tokens)}, {plan.ownerName ? `of ${plan.ownerName}` : 'unclaimed'}.{' '}
            {plan.disowned && !plan.ownerId ? `Its last owner said: “${plan.disowned}”. ` : null}
            {planSays(plan, now)} {step ? `Step ${step.number}: ${step.says}.` : null}
          </p>
        }
      />
      <PlanView viewer={viewer} plan={plan} home="plans" query={await searchParams} />
    </>
  )
}
