import { Tabs } from '@/components/ui/tabs.tsx'

const tabs = [
  { name: 'plans', href: '/plans', label: 'Plans' },
  { name: 'progress', href: '/plans/progress', label: 'Progress' },
  { name: 'retirements', href: '/plans/retirements', label: 'Retirements' },
  { name: 'times', href: '/plans/time-to-revoke', label: 'Time to revoke' },
] as const

/** The parts of the programme: its plans, whether they do what they promise, each token on its way out, and how fast the urgent ones go. */
export function ProgrammeTabs({ here }: { here: (typeof tabs)[number]['name'] }) {
  return <Tabs label="Programme" tabs={tabs} here={tabs.find(({ name }) => name === here)?.href ?? null} className="max-sm:gap-2.5" />
}
