import type { Metadata } from 'next'
import { channelWords } from '@/components/messages/message-words.ts'
import { PageHead } from '@/components/shell/page-head.tsx'
import { SettingsList, type SettingsEntry } from '@/components/people/settings-list.tsx'
import { keyIdsInUse } from '@/lib/db/sealed-rows.ts'
import { readTracker } from '@/lib/db/tracker.ts'
import { demoState } from '@/lib/flows/demo.ts'
import { channelStates, type ChannelState } from '@/lib/flows/message-channels.ts'
import type { TrackerRow } from '@/lib/model/ticket.ts'
import { may } from '@/lib/model/viewer.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'

export const metadata: Metadata = { title: 'Settings' }

export default async function SettingsPage() {
  const { role } = await pageViewer('settings:read')
  const mayEdit = may(role, 'people:edit')
  const world = await webWorld()
  const [demo, keyIds] = await Promise.all([demoState(world), keyIdsInUse(world.db)])
  const entries: SettingsEntry[] = [
    {
      href: '/settings/people',
      title: 'People and roles',
      says: `Who may sign in, as what, and until when.${mayEdit ? ' Invitations are made here.' : ''}`,
    },
    ...(may(role, 'messages:edit')
      ? [{ href: '/settings/messages', title: 'Messages', says: messagesSays(Object.values(await channelStates(world))) }]
      : []),
    {
      href: '/settings/policy',
      title: 'Policy',
      says: 'By when to act, and for how long something is put up with. The model’s weights are shown beside it.',
    },
    { href: '/settings/tickets', title: 'Jira', says: ticketsSays(await readTracker(world.db.pool)) },
    { href: '/account', title: 'Your account', says: 'Your password, second factor and open sessions.' },
    ...(demo.here ? [demoEntry(may(role, 'demo:remove'))] : []),
    keysEntry(keyIds, mayEdit),
  ]
  return (
    <>
      <PageHead title="Settings" says={`How this installation is used, and by whom.${mayEdit ? '' : ' An administrator can change it.'}`} />
      <SettingsList entries={entries} />
    </>
  )
}

function messagesSays(channels: readonly ChannelState[]): string {
  const what = 'Who is told what, when and by which channel.'
  const failing = channels.filter(({ onSince, failingSince }) => onSince && failingSince)
  if (failing.length > 0) return `${what} ${failing.map(({ kind }) => channelWords[kind].name).join(' and ')} cannot be delivered now.`
  return channels.some(({ onSince }) => onSince) ? what : `${what} Nothing is sent yet.`
}

function ticketsSays(tracker: TrackerRow | null): string {
  const what = 'Where issues for plans are made and read back.'
  if (!tracker?.onSince) return `${what} ${tracker ? 'It is off.' : 'None is set up.'}`
  return tracker.failingSince ? `${what} They cannot be read now.` : what
}

function demoEntry(mayRemove: boolean): SettingsEntry {
  const title = 'Demo data'
  return mayRemove
    ? { href: '/demo', title, says: 'What of this is made up, and how to remove it.' }
    : { title, says: 'The sources here are of a made-up company. An administrator can remove them.' }
}

function keysEntry(keyIds: readonly string[], mayEdit: boolean): SettingsEntry {
  const sealed =
    keyIds.length > 0
      ? `Stored credentials are sealed with ${keyIds.length === 1 ? 'key' : 'keys'} ${keyIds.join(', ')}.`
      : 'No credential is stored yet.'
  if (!mayEdit) return { title: 'Keys', says: sealed }
  return {
    title: 'Keys',
    says: `${sealed} To change the key, put a new one first in STANDDOWN_KEY, restart, and run:`,
    command: 'npm run standdown -- keys rotate',
  }
}
