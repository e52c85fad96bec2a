import type { ReactNode } from 'react'
import { ExactTime } from '@/components/ui/exact-time.tsx'
import { Link } from '@/components/ui/link.tsx'
import { LiveRegion } from '@/components/ui/live-region.tsx'
import { BrandMark } from './brand-mark.tsx'
import { Nav, type Badges } from './nav.tsx'
import { OpenMenus } from './open-menus.tsx'
import { PhoneBar } from './phone-bar.tsx'
import { help, phonePlaces, type Place } from './places.ts'
import type { Rail } from './rail.ts'

type ShellProps = {
  places: readonly Place[]
  badges: Badges
  rail: Rail | null
  search: ReactNode
  freshness: ReactNode
  theme: ReactNode
  viewer: ReactNode
  lowDisk: ReactNode
  demo: ReactNode
  children: ReactNode
}

/** What stands around every page of the console. */
export function Shell({ places, badges, rail, search, freshness, theme, viewer, lowDisk, demo, children }: ShellProps) {
  return (
    <>
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-control focus:bg-text focus:px-3 focus:py-2 focus:text-bg"
      >
        Skip to the page
      </a>
      <div className="flex min-h-dvh flex-col">
        <header className="sticky top-0 z-30 flex h-12 shrink-0 items-center gap-1 border-b border-line bg-panel px-4 md:gap-2 md:px-5 print:hidden">
          <Link href="/" className="mr-auto flex min-h-8 items-center gap-2 font-semibold pointer-coarse:min-h-11">
            <BrandMark />
            <span className="max-[22rem]:sr-only">Standdown</span>
          </Link>
          {search}
          {freshness}
          {theme}
          {viewer}
        </header>
        {lowDisk}
        {demo}
        <div className="flex-1 md:flex">
          {/* The ground goes on where the page is longer than the column. */}
          <div className="shrink-0 border-r border-line bg-panel max-md:hidden print:hidden">
            <Nav places={places} help={help} badges={badges} rail={rail} />
          </div>
          <main id="main" tabIndex={-1} className="min-w-0 flex-1 px-4 pt-6 pb-24 outline-none md:px-6 md:pb-12">
            {children}
          </main>
        </div>
      </div>
      <PhoneBar {...phonePlaces(places)} badges={badges} />
      <LiveRegion />
      <ExactTime />
      <OpenMenus />
    </>
  )
}
