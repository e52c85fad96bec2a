'use client'

import { useRouter } from 'next/navigation'
import { Link } from '@/components/ui/link.tsx'
import { keysAreOn } from '@/components/shell/keys-on.ts'
import { useEffect, useRef, type MouseEvent, type ReactNode } from 'react'

type DrawerSplitProps = {
  /** The token whose drawer is open. */
  open: string | null
  /** Its page, for screens too narrow for a drawer. */
  page: string | null
  drawer: ReactNode
  children: ReactNode
}

// The width from which the style sheet draws the drawer.
const wide = '(min-width: 64rem)'

/**
 * A list with a token's drawer beside it. A row's link goes to the token's page; where there is room, a plain click opens the
 * drawer instead, by the address. Neither is modal: the list stays in use, Esc closes, and focus goes back to the row.
 */
export function DrawerSplit({ open, page, drawer, children }: DrawerSplitProps) {
  const router = useRouter()
  const list = useRef<HTMLDivElement>(null)
  const region = useRef<HTMLElement>(null)
  const shown = useRef(open)

  useEffect(() => {
    const before = shown.current
    if (before === open) return
    shown.current = open
    if (open !== null) region.current?.focus({ preventScroll: true })
    else if (before !== null) focusRow(list.current, before)
  }, [open])

  useEffect(() => {
    if (open === null) return
    function press(event: KeyboardEvent) {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isElsewhere(event.target, region.current)) return
      // Esc is no letter: it closes whatever the keys are set to.
      if (event.key !== 'Escape' && !keysAreOn()) return
      const link = keyed[event.key] && region.current?.querySelector<HTMLElement>(keyed[event.key] ?? '')
      if (!link) return
      event.preventDefault()
      link.click()
    }
    // Before anybody else: a menu that closes by Esc is then still seen to be open.
    document.addEventListener('keydown', press, { capture: true })
    return () => document.removeEventListener('keydown', press, { capture: true })
  }, [open])

  function openHere(event: MouseEvent) {
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
    const link = (event.target as Element).closest<HTMLElement>('a[data-token]')
    if (!link?.dataset.token || !window.matchMedia(wide).matches) return
    event.preventDefault()
    const address = new URL(window.location.href)
    if (address.searchParams.get('token') === link.dataset.token) return region.current?.focus()
    address.searchParams.set('token', link.dataset.token)
    router.push(`${address.pathname}${address.search}`, { scroll: false })
  }

  return (
    <div className="lg:flex lg:items-start lg:gap-6">
      <div ref={list} onClickCapture={openHere} className="min-w-0 lg:flex-1">
        {page ? (
          <p className="mb-3 lg:hidden">
            <Link href={page} className="text-accent underline underline-offset-2">
              Open the chosen token
            </Link>
          </p>
        ) : null}
        {children}
      </div>
      {open === null ? null : (
        <aside
          ref={region}
          tabIndex={-1}
          aria-labelledby="drawer-title"
          className="sticky top-16 hidden max-h-[calc(100dvh-5rem)] w-[min(40rem,62%)] shrink-0 overflow-y-auto rounded-panel border border-line bg-bg shadow-float lg:block"
        >
          {drawer}
        </aside>
      )}
    </div>
  )
}

/** What each key presses in the drawer. */
const keyed: Readonly<Record<string, string>> = { Escape: 'a[data-close]', '[': 'a[rel="prev"]', ']': 'a[rel="next"]' }

/** Whether a key belongs to something else that is in use: a field, or whatever is open above or beside the drawer. */
function isElsewhere(target: EventTarget | null, region: HTMLElement | null): boolean {
  if (document.querySelector('dialog[open], :popover-open')) return true
  if (!(target instanceof Element)) return false
  if (target.closest('input, textarea, select, [contenteditable]')) return true
  return !region?.contains(target) && target.closest('details[open], [aria-expanded="true"]') !== null
}

function focusRow(list: HTMLElement | null, token: string): void {
  const link = list?.querySelector<HTMLElement>(`a[data-token="${CSS.escape(token)}"]`)
  const target = link ?? list?.querySelector<HTMLElement>('[role="region"][tabindex]')
  target?.focus()
}
