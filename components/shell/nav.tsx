'use client'

import { clsx } from 'clsx'
import { PanelLeft } from 'lucide-react'
import { usePathname } from 'next/navigation'
import { useRef, useState } from 'react'
import { Link } from '@/components/ui/link.tsx'
import { OnItsWay } from '@/components/ui/on-its-way.tsx'
import { PlaceIcon } from './place-icon.tsx'
import { isAt } from './is-at.ts'
import type { Place } from './places.ts'
import { rememberRail, type Rail } from './rail.ts'

/** What a place wants to be seen for: so many, and of what. */
export type Badges = Readonly<Record<string, { count: number; says: string }>>

type NavProps = { places: readonly Place[]; help: Place; badges: Badges; rail: Rail | null }

/**
 * The places there are, as a column; narrowed to its marks where somebody chose so, and by itself beside the token list on
 * screens that need the room. The choice is remembered.
 */
export function Nav({ places, help, badges, rail }: NavProps) {
  const path = usePathname()
  const nav = useRef<HTMLElement>(null)
  const [chosen, setChosen] = useState(rail)
  const groups = [null, 'Retire', 'Evidence', 'Setup'] as const

  function turn() {
    const isNarrow = (nav.current?.offsetWidth ?? 0) < 100
    setChosen(isNarrow ? 'wide' : 'narrow')
    rememberRail(isNarrow ? 'wide' : 'narrow')
  }

  return (
    <nav
      ref={nav}
      aria-label="Main"
      data-rail={chosen ?? (path.startsWith('/tokens') ? 'auto' : 'wide')}
      className="sticky top-12 -mr-px flex h-[calc(100dvh-5.5rem)] w-54 flex-col gap-3 overflow-y-auto p-3 rail:w-14 rail:px-2"
    >
      {groups.map((group) => {
        const members = places.filter((place) => place.group === group)
        return members.length === 0 ? null : (
          <div key={group ?? ''}>
            {group ? (
              <p id={`nav-${group}`} className="px-2.5 pb-1 text-meta font-medium text-text-3 rail:sr-only">
                {group}
              </p>
            ) : null}
            <ul aria-labelledby={group ? `nav-${group}` : undefined} className="flex flex-col gap-0.5">
              {members.map((place) => (
                <li key={place.href}>
                  <NavLink place={place} here={isAt(place, path)} badge={badges[place.href]} />
                </li>
              ))}
            </ul>
          </div>
        )
      })}
      <div className="mt-auto flex flex-col gap-0.5">
        <NavLink place={help} here={isAt(help, path)} badge={undefined} />
        <button
          type="button"
          onClick={turn}
          title="Narrow or widen the navigation"
          className="flex min-h-8 items-center gap-2.5 rounded-control px-2.5 text-table text-text-2 pointer-coarse:min-h-11 hover:bg-bg hover:text-text rail:justify-center rail:px-0"
        >
          <PanelLeft aria-hidden className="size-4 shrink-0" />
          <span className="rail:hidden">Narrow navigation</span>
          <span className="sr-only hidden rail:inline">Widen navigation</span>
        </button>
      </div>
    </nav>
  )
}

function NavLink({ place, here, badge }: { place: Place; here: boolean; badge: Badges[string] | undefined }) {
  return (
    <Link
      href={place.href}
      aria-current={here ? 'page' : undefined}
      title={place.label}
      className={clsx(
        'relative flex min-h-8 items-center gap-2.5 pointer-coarse:min-h-11 rounded-control px-2.5 text-table font-medium rail:justify-center rail:px-0',
        here ? 'bg-selected text-text' : 'text-text-2 hover:bg-bg hover:text-text',
      )}
    >
      <PlaceIcon of={place.icon} className={here ? 'size-4 text-accent' : 'size-4'} />
      <span className="min-w-0 flex-1 rail:sr-only">{place.label}</span>
      {badge ? <Badge {...badge} /> : null}
      <OnItsWay className="inset-y-1.5 left-0 w-0.5" />
    </Link>
  )
}

/** How many there are to look at; in the narrow column a dot with the same words. */
export function Badge({ count, says }: Badges[string]) {
  return (
    <span className="rounded-control bg-standing-tint px-1.5 text-meta font-medium text-standing rail:absolute rail:top-0.5 rail:right-0.5 rail:px-1">
      {count}
      <span className="sr-only"> {says}</span>
    </span>
  )
}
