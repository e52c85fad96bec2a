import { Tabs } from '@/components/ui/tabs.tsx'

const tabs = [
  { name: 'plans', href: '/plans', label: 'Plans' },
  { name: 'progress', href: '/plans/progress', label: 'Progress' },
  { name: 'retirements', href: '/plans/retirements', label: 'Retirements' },
  { name: 'times', href: '/plans/time-to-revoke', label: 'Time to revoke' },
  { name: 'reviews', href: '/campaigns', label: 'Reviews' },
] as const

type ProgrammeTabsProps = {
  here: (typeof tabs)[number]['name']
  /** Whether this viewer sees what owners are asked: an owner finds their own among their tasks. */
  reviews: boolean
}

/**
 * The parts of the programme: its plans, whether they do what they promise, each token on its way out, how fast the urgent ones go, and
 * what owners are asked about.
 */
export function ProgrammeTabs({ here, reviews }: ProgrammeTabsProps) {
  const shown = tabs.filter(({ name }) => reviews || name !== 'reviews')
  return (
    <Tabs
      label="Programme"
      tabs={shown}
      here={tabs.find(({ name }) => name === here)?.href ?? null}
      className="max-sm:gap-0.5 max-sm:text-table"
    />
  )
}
