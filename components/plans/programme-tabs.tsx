import { Tabs } from '@/components/ui/tabs.tsx'

const tabs = [
  { href: '/plans', label: 'Plans' },
  { href: '/campaigns', label: 'Reviews' },
] as const

/** The parts of the programme: what is being retired, and what owners are asked about. */
export function ProgrammeTabs({ here }: { here: (typeof tabs)[number]['href'] }) {
  return <Tabs label="Programme" tabs={tabs} here={here} />
}
