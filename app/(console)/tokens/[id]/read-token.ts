import { notFound } from 'next/navigation'
import { cache } from 'react'
import { tokenDetail, type TokenDetail } from '@/lib/db/token-detail.ts'
import { AppError } from '@/lib/model/app-error.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'

/** The token, or null alike where it is missing and where it is not this viewer's to see. Read once a request. */
export const findToken = cache(async (id: string): Promise<TokenDetail | null> => {
  const viewer = await pageViewer('tokens:read')
  try {
    return await tokenDetail((await webWorld()).db, viewer.scope, id)
  } catch (error) {
    if (error instanceof AppError && error.code === 'not-found') return null
    throw error
  }
})

/** The token, or the page that says there is none. */
export async function readToken(id: string): Promise<TokenDetail> {
  return (await findToken(id)) ?? notFound()
}
