import { notFound } from 'next/navigation'
import { cache } from 'react'
import { readOwner, type OwnerDetail } from '@/lib/db/list-owners.ts'
import { listRules, type RuleRow } from '@/lib/db/list-rules.ts'
import { readWorkload, type WorkloadRow } from '@/lib/db/list-workloads.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'

/** An owner for a page about them and its title, read once a request. One that is not there, or not the viewer's to see, is a page that is not there. */
export const readOwnerOr404 = cache(async (id: string): Promise<OwnerDetail> => {
  await pageViewer('directory:read')
  return (await readOwner((await webWorld()).db, id)) ?? notFound()
})

/** The same for a workload. */
export const readWorkloadOr404 = cache(async (id: string): Promise<WorkloadRow> => {
  await pageViewer('directory:read')
  return (await readWorkload((await webWorld()).db, id)) ?? notFound()
})

/** The same for a rule. */
export const readRuleOr404 = cache(async (id: string): Promise<RuleRow> => {
  await pageViewer('directory:read')
  return (await listRules((await webWorld()).db)).find((rule) => rule.id === id) ?? notFound()
})
