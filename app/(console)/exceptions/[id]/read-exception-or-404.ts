import { notFound } from 'next/navigation'
import { cache } from 'react'
import { readException } from '@/lib/db/list-exceptions.ts'
import type { ExceptionLine } from '@/lib/model/exception-search.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'

/** An exception for a page about it, read once a request. One that is not there, or is not this viewer's, is a page that is not there. */
export const readExceptionOr404 = cache(async (id: string): Promise<ExceptionLine> => {
  const viewer = await pageViewer('plans:read')
  return (await readException((await webWorld()).db, viewer.scope, id)) ?? notFound()
})
