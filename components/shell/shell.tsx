import type { ReactNode } from 'react'
import Link from 'next/link'
import { Nav, type NavItem } from './nav.tsx'

type ShellProps = {
  items: readonly NavItem[]
  freshness: ReactNode
  theme: ReactNode
  viewer: ReactNode
  lowDisk: ReactNode
  demo: ReactNode
  children: ReactNode
}

/** What stands around every page of the console. */
export function Shell({ items, freshness, theme, viewer, lowDisk, demo, children }: ShellProps) {
  return (
    <>
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-control focus:bg-text focus:px-3 focus:py-2 focus:text-bg"
      >
        Skip to the page
      </a>
      <header className="sticky top-0 z-30 flex h-12 items-center gap-3 border-b border-line bg-panel px-4 md:px-6">
        <Link href="/" className="mr-auto flex items-center gap-2 font-semibold">
          <svg aria-hidden viewBox="0 0 16 16" className="size-4 text-accent">
            <path d="M2 3h12M4.5 8h7M7 13h2" stroke="currentColor" strokeWidth="2.25" strokeLinecap="round" fill="none" />
          </svg>
          Standdown
        </Link>
        {freshness}
        {theme}
        {viewer}
      </header>
      {lowDisk}
      {demo}
      <div className="md:flex">
        <Nav items={items} />
        <main id="main" tabIndex={-1} className="min-w-0 flex-1 px-4 pt-6 pb-24 outline-none md:px-6 md:pb-12">
          {children}
        </main>
      </div>
    </>
  )
}
