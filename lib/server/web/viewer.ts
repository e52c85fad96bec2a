import 'server-only'
import { headers } from 'next/headers'
import { notFound, redirect } from 'next/navigation'
import { cache } from 'react'
import { findViewer } from '../../db/sessions.ts'
import { AppError } from '../../model/app-error.ts'
import { may, type Permission, type Viewer } from '../../model/viewer.ts'
import { settings } from '../env.ts'
import { fetchedAheadHeader } from './fetched-ahead.ts'
import { ground } from './ground.ts'
import { pathOnThisSite } from './same-origin.ts'
import { currentSessionHash } from './session.ts'
import { pathHeader, signInHref } from './sign-in-path.ts'

/**
 * Who is signed in, as our own rows have it at this request, or null. Asked once a request, however many ask. What a browser fetches
 * ahead for its links is nobody's use of a session.
 */
export const currentViewer = cache(async (): Promise<Viewer | null> =>
  viewerNow({ uses: (await headers()).get(fetchedAheadHeader) !== 'yes' }),
)

/**
 * Who is asking, for handlers and actions. Throws AppError 'signed-out', or 'forbidden' where their role may not do this.
 * This decides access, and nothing before it does. `uses: false` is for what an open page asks by itself, with nobody there:
 * the same is decided, and a session that nobody uses still ends.
 */
export async function requireViewer(permission?: Permission, { uses = true }: { uses?: boolean } = {}): Promise<Viewer> {
  const viewer = await (uses ? currentViewer() : viewerNow({ uses }))
  if (!viewer) throw new AppError('signed-out', 'You are signed out. Sign in to go on.')
  if (permission && !may(viewer.role, permission)) {
    throw new AppError('forbidden', 'Your role may not do this. An administrator can change it, under People.')
  }
  return viewer
}

/** Who is asking, for pages: signed out goes to the sign-in and back; a page that is not for this role is a page that is not there. */
export async function pageViewer(permission?: Permission): Promise<Viewer> {
  const viewer = await currentViewer()
  if (!viewer) redirect(signInHref(pathOnThisSite((await headers()).get(pathHeader), settings().publicUrl)))
  if (permission && !may(viewer.role, permission)) notFound()
  return viewer
}

async function viewerNow(how: { uses: boolean }): Promise<Viewer | null> {
  const hash = await currentSessionHash()
  return hash === null ? null : findViewer((await ground()).db, hash, new Date(), how)
}
