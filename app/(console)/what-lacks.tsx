import type { ReactNode } from 'react'
import { LackingNotice } from '@/components/tokens/lacking-notice.tsx'
import { dataFreshness } from '@/lib/db/data-freshness.ts'
import { may, type Viewer } from '@/lib/model/viewer.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { lackingSources } from './tokens/lacking-sources.ts'

/** Whether a page's figures are "at least", and the notice above them that names the sources this is for. */
export async function whatLacks(viewer: Viewer): Promise<{ atLeast: boolean; notice: ReactNode }> {
  const { db, now } = await webWorld()
  const freshness = await dataFreshness(db, now)
  const linked = may(viewer.role, 'sources:read')
  const lacking = await lackingSources(db, freshness, linked)
  return { atLeast: lacking.length > 0, notice: <LackingNotice lacking={lacking} linked={linked} now={now} /> }
}
