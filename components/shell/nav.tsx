'use client'

import { BookUser, KeyRound, Plug, Users } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { cn } from '@/components/ui/cn.ts'

const icons = { tokens: KeyRound, sources: Plug, directory: BookUser, people: Users } as const

export type NavItem = { href: string; label: string; icon: keyof typeof icons }

/** The places there are: a column on wide screens, a bar at the bottom on narrow ones. */
export function Nav({ items }: { items: readonly NavItem[] }) {
  const path = usePathname()
  return (
    <nav
      aria-label="Main"
      className="fixed inset-x-0 bottom-0 z-30 border-t border-line bg-panel md:sticky md:top-12 md:h-[calc(100dvh-3rem)] md:w-54 md:shrink-0 md:border-t-0 md:border-r md:p-3"
    >
      <ul className="flex md:flex-col md:gap-0.5">
        {items.map(({ href, label, icon }) => {
          const Icon = icons[icon]
          const here = path === href || path.startsWith(`${href}/`)
          return (
            <li key={href} className="flex-1 md:flex-none">
              <Link
                href={href}
                aria-current={here ? 'page' : undefined}
                className={cn(
                  'flex min-h-14 flex-col items-center justify-center gap-1 rounded-control text-meta font-medium text-text-2 hover:text-text md:min-h-8 md:flex-row md:justify-start md:gap-2.5 md:px-2.5 md:text-table',
                  here && 'text-accent md:bg-selected md:text-text',
                )}
              >
                <Icon aria-hidden className="size-4" />
                {label}
              </Link>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}
