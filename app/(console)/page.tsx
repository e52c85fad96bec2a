import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { isBeginning, homePath } from '@/lib/server/web/home-path.ts'
import type { RawQuery } from '@/lib/model/token-search.ts'
import { may } from '@/lib/model/viewer.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { Posture } from './posture.tsx'
import { Start } from './start.tsx'

export async function generateMetadata(): Promise<Metadata> {
  await pageViewer()
  return { title: (await isBeginning()) ? 'Start' : 'Posture' }
}

/** The first page: how much standing privilege there is and what to do next; before anything is connected, the three ways to begin. */
export default async function HomePage({ searchParams }: { searchParams: Promise<RawQuery> }) {
  const viewer = await pageViewer()
  const home = homePath(viewer.role)
  if (home !== '/') redirect(home)
  if (!(await isBeginning())) return <Posture viewer={viewer} charts={(await searchParams).charts === '1'} />
  // Nobody else can connect anything: they see an inventory that says so.
  if (!may(viewer.role, 'sources:edit')) redirect('/tokens')
  return <Start />
}
