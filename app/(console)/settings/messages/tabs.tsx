import { Tabs } from '@/components/ui/tabs.tsx'

const tabs = [
  { href: '/settings/messages', label: 'Channels' },
  { href: '/settings/messages/log', label: 'Delivery log' },
  { href: '/settings/messages/templates', label: 'What they say' },
]

/** The pages about messages. */
export function MessageTabs({ here }: { here: string }) {
  return <Tabs label="Messages" tabs={tabs} here={here} />
}
