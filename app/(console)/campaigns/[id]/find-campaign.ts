import { notFound } from 'next/navigation'
import { cache } from 'react'
import { readCampaign } from '@/lib/db/list-campaigns.ts'
import type { CampaignLine } from '@/lib/model/campaign.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'

/** The review, or the page that says there is none; alike where it is not for this viewer. Read once a request. */
export const findCampaign = cache(async (id: string): Promise<CampaignLine & { followedBy: string | null }> => {
  const viewer = await pageViewer('plans:read')
  return (await readCampaign((await webWorld()).db, viewer.scope, id)) ?? notFound()
})
