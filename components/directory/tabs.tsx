import Link from 'next/link'
import { cn } from '@/components/ui/cn.ts'
import { countWords } from '@/components/ui/time-words.ts'

const tabs = [
  { name: 'owners', href: '/directory', label: 'Owners' },
  { name: 'workloads', href: '/directory/workloads', label: 'Workloads' },
  { name: 'rules', href: '/directory/rules', label: 'Rules' },
  { name: 'suggestions', href: '/directory/suggestions', label: 'Suggestions' },
  { name: 'gaps', href: '/directory/gaps', label: 'Gaps' },
] as const

/** The parts of the directory: who there is, what runs, what assigns tokens to either, and what is still missing. */
export function DirectoryTabs({ here, suggestions }: { here: (typeof tabs)[number]['name'] | null; suggestions?: number }) {
  return (
    <nav aria-label="Directory" className="mb-4 flex gap-5 overflow-x-auto max-sm:gap-2.5 border-b border-line">
      {tabs.map(({ name, href, label }) => (
        <Link
          key={name}
          href={href}
          aria-current={here === name ? 'page' : undefined}
          className={cn(
            'inline-flex min-h-9 shrink-0 items-center gap-1.5 border-b-2 px-1 font-medium pointer-coarse:min-h-11',
            here === name ? 'border-accent text-text' : 'border-transparent text-text-2 hover:text-text',
          )}
        >
          {label}
          {name === 'suggestions' && suggestions ? (
            <span className="rounded-control bg-panel px-1 text-meta text-text-2">{countWords(suggestions)}</span>
          ) : null}
        </Link>
      ))}
    </nav>
  )
}
