import { notFound } from 'next/navigation'
import { cache } from 'react'
import { readActRequest } from '@/lib/db/list-acts.ts'
import type { ActLine } from '@/lib/model/provider-act.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'

/** The acts of a request, read once a page. One that is not there, or has none that this viewer sees, is a page that is not there. */
export const readActOr404 = cache(async (id: string): Promise<readonly [ActLine, ...ActLine[]]> => {
  const viewer = await pageViewer('acts:read')
  const [first, ...rest] = await readActRequest((await webWorld()).db, viewer.scope, id)
  return first ? [first, ...rest] : notFound()
})
