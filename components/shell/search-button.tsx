'use client'

import { Search } from 'lucide-react'
import { lazy, Suspense, useEffect, useState } from 'react'
import type { Place } from './places.ts'

// Most pages are left without it, so it is fetched as it is first wanted.
const Palette = lazy(() => import('./palette.tsx').then(({ Palette }) => ({ default: Palette })))

/** Opens the search over everything; so do Ctrl-K and Cmd-K, wherever one is. */
export function SearchButton({ places }: { places: readonly Place[] }) {
  const [open, setOpen] = useState(false)

  useEffect(() => {
    function press(event: KeyboardEvent) {
      if (event.key.toLowerCase() !== 'k' || event.shiftKey || event.altKey || event.ctrlKey === event.metaKey) return
      // A question that waits for its answer is answered first; the palette itself closes by the same keys.
      if (document.querySelector('dialog[open]:not([data-palette])')) return
      event.preventDefault()
      setOpen((was) => !was)
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [])

  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        aria-keyshortcuts="Control+K Meta+K"
        onClick={() => setOpen(true)}
        className="flex min-h-8 min-w-8 items-center justify-center gap-2 rounded-control text-table text-text-2 hover:text-text md:w-56 md:justify-start md:border md:border-control md:bg-bg md:px-2.5 lg:w-72 pointer-coarse:min-h-11 pointer-coarse:min-w-11"
      >
        <Search aria-hidden className="size-4 shrink-0" />
        <span className="flex-1 text-left max-md:sr-only">Search</span>
        <kbd aria-hidden className="font-sans text-meta text-text-3 max-md:hidden">
          Ctrl K
        </kbd>
      </button>
      {open ? (
        <Suspense fallback={null}>
          <Palette places={places} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  )
}
