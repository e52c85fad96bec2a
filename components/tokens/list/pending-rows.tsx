'use client'

import { useSearchParams } from 'next/navigation'
import { useEffect, useState, type ReactNode } from 'react'

/** A quick answer shows no skeleton at all; one that is shown stays long enough to be seen, in milliseconds. */
const patience = 200
const atLeast = 300
/** An answer that never comes leaves the rows as they were. */
const longest = 20_000

/**
 * The rows, drawn as bars of their own size while another list is fetched. It watches what leads to one, links and the
 * form, instead of each of them reporting.
 */
export function PendingRows({ children }: { children: ReactNode }) {
  const address = useSearchParams().toString()
  const [pending, setPending] = useState<{ from: string; since: number } | null>(null)

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const begin = () => {
      clearTimeout(timer)
      timer = setTimeout(() => setPending({ from: address, since: Date.now() }), patience)
    }
    const press = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest('a') : null
      const elsewhere = event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey
      if (!link || elsewhere || link.dataset.token || link.hasAttribute('download') || link.pathname !== location.pathname) return
      if (link.search !== location.search) begin()
    }
    const submit = (event: SubmitEvent) =>
      event.target instanceof Element && event.target.matches('[role="search"]') ? begin() : undefined
    document.addEventListener('click', press)
    document.addEventListener('submit', submit)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('click', press)
      document.removeEventListener('submit', submit)
    }
  }, [address])

  // The other list is here: the bars go, but not within a blink of their coming.
  useEffect(() => {
    if (!pending) return
    const shown = Date.now() - pending.since
    const rest = pending.from === address ? longest : Math.max(0, atLeast - shown)
    const timer = setTimeout(() => setPending(null), rest)
    return () => clearTimeout(timer)
  }, [pending, address])

  return (
    <div aria-busy={pending !== null} data-pending={pending ? '' : undefined} className="group/rows">
      {children}
    </div>
  )
}
