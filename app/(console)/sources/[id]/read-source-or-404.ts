import { notFound } from 'next/navigation'
import { cache } from 'react'
import { sourceDetail, type SourceDetail } from '@/lib/db/source-detail.ts'
import { AppError } from '@/lib/model/app-error.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'

/** A source for a page about it, read once a request. One that is not there, or that its viewer may not see, is a page that is not there. */
export const readSourceOr404 = cache(async (id: string): Promise<SourceDetail> => {
  await pageViewer('sources:read')
  try {
    return await sourceDetail((await webWorld()).db, id)
  } catch (error) {
    if (error instanceof AppError && error.code === 'not-found') notFound()
    throw error
  }
})
