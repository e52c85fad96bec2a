'use client'

import { X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { announcement } from './announce.ts'

const shownMs = 10_000

/** The page's one polite region: what `announce` says is read out, and stands at the foot for ten seconds or until it is closed. */
export function LiveRegion() {
  const [said, setSaid] = useState<{ text: string } | null>(null)

  useEffect(() => {
    const listen = (event: Event) => setSaid({ text: String((event as CustomEvent).detail) })
    window.addEventListener(announcement, listen)
    return () => window.removeEventListener(announcement, listen)
  }, [])

  useEffect(() => {
    if (!said) return
    const timer = setTimeout(() => setSaid(null), shownMs)
    return () => clearTimeout(timer)
  }, [said])

  return (
    <div role="status" className="pointer-events-none fixed inset-x-4 bottom-20 z-40 flex justify-center md:bottom-4">
      {said ? (
        <p className="pointer-events-auto flex max-w-[72ch] items-center gap-3 rounded-panel border border-control bg-bg py-2 pr-2 pl-4 text-table shadow-float">
          {said.text}
          <button
            type="button"
            aria-label="Close this message"
            onClick={() => setSaid(null)}
            className="flex size-6 items-center justify-center rounded-control text-text-2 hover:bg-panel pointer-coarse:size-11"
          >
            <X aria-hidden className="size-4" />
          </button>
        </p>
      ) : null}
    </div>
  )
}
