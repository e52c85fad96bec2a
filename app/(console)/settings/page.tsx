import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { PageHead } from '@/components/shell/page-head.tsx'
import { SettingsList, type SettingsEntry } from '@/components/people/settings-list.tsx'
import { keyIdsInUse } from '@/lib/db/sealed-rows.ts'
import { demoState } from '@/lib/flows/demo.ts'
import { may } from '@/lib/model/viewer.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'

export const metadata: Metadata = { title: 'Settings' }

export default async function SettingsPage() {
  const { role } = await pageViewer()
  // Owners and auditors have nothing to set up: for them there is their account.
  if (!may(role, 'people:edit') && !may(role, 'demo:remove')) notFound()
  const world = await webWorld()
  const [demo, keyIds] = await Promise.all([demoState(world), keyIdsInUse(world.db)])
  const entries: SettingsEntry[] = [
    { href: '/settings/people', title: 'People and roles', says: 'Who may sign in, as what, and until when. Invitations are made here.' },
    { href: '/account', title: 'Your account', says: 'Your password, second factor and open sessions.' },
    ...(demo.here ? [{ href: '/demo', title: 'Demo data', says: 'What of this is made up, and how to remove it.' }] : []),
    {
      title: 'Keys',
      says: `Stored credentials are sealed with ${keyIds.length === 1 ? 'key' : 'keys'} ${keyIds.join(', ') || 'none yet'}. To change the key, put a new one first in STANDDOWN_KEY, restart, and run:`,
      command: 'npm run standdown -- keys rotate',
    },
  ]
  return (
    <>
      <PageHead title="Settings" says="How this installation is used, and by whom." />
      <SettingsList entries={entries} />
    </>
  )
}
