import { cn } from './cn.ts'
import { Link } from './link.tsx'
import { countWords } from './time-words.ts'

export type Tab = { href: string; label: string; count?: number }

/** The parts of a page that each have an address; `here` is the href of the one shown. */
export function Tabs({ label, tabs, here, className }: { label: string; tabs: readonly Tab[]; here: string | null; className?: string }) {
  return (
    <nav aria-label={label} className={cn('mb-4 flex gap-5 overflow-x-auto border-b border-line', className)}>
      {tabs.map(({ href, label: says, count }) => (
        <Link
          key={href}
          href={href}
          aria-current={here === href ? 'page' : undefined}
          className={cn(
            'inline-flex min-h-9 shrink-0 items-center gap-1.5 border-b-2 px-1 font-medium -outline-offset-2 pointer-coarse:min-h-11 pointer-coarse:min-w-11 pointer-coarse:justify-center',
            here === href ? 'border-accent text-text [scroll-initial-target:nearest]' : 'border-transparent text-text-2 hover:text-text',
          )}
        >
          {says}
          {count ? <span className="rounded-control bg-panel px-1 text-meta text-text-2">{countWords(count)}</span> : null}
        </Link>
      ))}
    </nav>
  )
}
