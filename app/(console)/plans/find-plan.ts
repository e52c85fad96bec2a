import { notFound } from 'next/navigation'
import { cache } from 'react'
import { readPlan } from '@/lib/db/read-plan.ts'
import type { PlanDetail } from '@/lib/model/plan-search.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'

/** The plan, or the page that says there is none; alike where it is not this viewer's to see. Read once a request. */
export const findPlan = cache(async (id: string): Promise<PlanDetail> => {
  const viewer = await pageViewer('plans:read')
  return (await readPlan((await webWorld()).db, viewer.scope, id)) ?? notFound()
})
