import { redirect } from 'next/navigation'
import { pageViewer } from '@/lib/server/web/viewer.ts'

/** The inventory is the first page until there is a posture to show. */
export default async function Home(): Promise<never> {
  await pageViewer()
  redirect('/tokens')
}
