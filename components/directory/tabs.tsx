import Link from 'next/link'
import { cn } from '@/components/ui/cn.ts'

const tabs = [
  { name: 'owners', href: '/directory', label: 'Owners' },
  { name: 'workloads', href: '/directory/workloads', label: 'Workloads' },
  { name: 'rules', href: '/directory/rules', label: 'Rules' },
] as const

/** The three parts of the directory: who there is, what runs, and what assigns tokens to either. */
export function DirectoryTabs({ here }: { here: (typeof tabs)[number]['name'] }) {
  return (
    <nav aria-label="Directory" className="mb-4 flex gap-5 border-b border-line">
      {tabs.map(({ name, href, label }) => (
        <Link
          key={name}
          href={href}
          aria-current={here === name ? 'page' : undefined}
          className={cn(
            '-mb-px inline-flex min-h-9 items-center border-b-2 px-1 font-medium',
            here === name ? 'border-accent text-text' : 'border-transparent text-text-2 hover:text-text',
          )}
        >
          {label}
        </Link>
      ))}
    </nav>
  )
}
