'use client'

import { clsx } from 'clsx'
import { Ellipsis } from 'lucide-react'
import { usePathname } from 'next/navigation'
import { Link } from '@/components/ui/link.tsx'
import { Menu, MenuLink } from '@/components/ui/menu.tsx'
import { OnItsWay } from '@/components/ui/on-its-way.tsx'
import { Badge, type Badges } from './nav.tsx'
import { PlaceIcon } from './place-icon.tsx'
import { isAt } from './is-at.ts'
import type { Place } from './places.ts'

const itemLook = 'relative flex min-h-14 w-full flex-col items-center justify-center gap-1 text-meta font-medium -outline-offset-2'

const lookOf = (here: boolean) => clsx(itemLook, here ? 'text-accent' : 'text-text-2')

/** The places there are, at the foot of a phone: the first few, and the others behind More. */
export function PhoneBar({ bar, more, badges }: { bar: readonly Place[]; more: readonly Place[]; badges: Badges }) {
  const path = usePathname()
  return (
    <nav aria-label="Main" className="fixed inset-x-0 bottom-0 z-30 border-t border-line bg-panel md:hidden">
      <ul className="flex">
        {bar.map((place) => {
          const here = isAt(place, path)
          const badge = badges[place.href]
          return (
            <li key={place.href} className="min-w-0 flex-1">
              <Link href={place.href} aria-current={here ? 'page' : undefined} className={lookOf(here)}>
                <PlaceIcon of={place.icon} />
                {place.label}
                {badge ? (
                  <span className="absolute top-1 left-1/2 ml-2 rounded-control bg-standing-tint px-1 text-meta text-standing">
                    {badge.count}
                    <span className="sr-only"> {badge.says}</span>
                  </span>
                ) : null}
                <OnItsWay className="inset-x-3 top-0 h-0.5" />
              </Link>
            </li>
          )
        })}
        {more.length > 0 ? (
          <li className="min-w-0 flex-1">
            {/* A new page closes it. */}
            <Menu
              key={path}
              up
              look={lookOf(more.some((place) => isAt(place, path)))}
              label={
                <>
                  <Ellipsis aria-hidden className="size-4" />
                  More
                  {more.some(({ href }) => badges[href]) ? (
                    <span className="absolute top-2 left-1/2 ml-3 size-2 rounded-full bg-standing">
                      <span className="sr-only"> with something to look at</span>
                    </span>
                  ) : null}
                </>
              }
            >
              {more.map((place) => {
                const badge = badges[place.href]
                return (
                  <MenuLink key={place.href} href={place.href} aria-current={isAt(place, path) ? 'page' : undefined}>
                    <PlaceIcon of={place.icon} />
                    {place.label}
                    {badge ? <Badge {...badge} /> : null}
                  </MenuLink>
                )
              })}
            </Menu>
          </li>
        ) : null}
      </ul>
    </nav>
  )
}
