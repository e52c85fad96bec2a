import { Tabs } from '@/components/ui/tabs.tsx'

const tabs = [
  { name: 'owners', href: '/directory', label: 'Owners' },
  { name: 'workloads', href: '/directory/workloads', label: 'Workloads' },
  { name: 'rules', href: '/directory/rules', label: 'Rules' },
  { name: 'suggestions', href: '/directory/suggestions', label: 'Suggestions' },
  { name: 'gaps', href: '/directory/gaps', label: 'Gaps' },
] as const

/** The parts of the directory: who there is, what runs, what assigns tokens to either, and what is still missing. */
export function DirectoryTabs({ here }: { here: (typeof tabs)[number]['name'] }) {
  return <Tabs label="Directory" tabs={tabs} here={tabs.find(({ name }) => name === here)?.href ?? null} className="max-sm:gap-2.5" />
}
