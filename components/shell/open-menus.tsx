'use client'

import { useEffect } from 'react'

/** What menus need beyond opening, for all of them at once: arrow keys, Escape, a press elsewhere, and the focus going on. */
export function OpenMenus() {
  useEffect(() => {
    const listeners = { keydown: press, pointerdown: closeOthers, focusin: closeOthers, click: closeAfter } as const
    for (const [kind, listener] of Object.entries(listeners)) document.addEventListener(kind, listener as EventListener)
    return () => {
      for (const [kind, listener] of Object.entries(listeners)) document.removeEventListener(kind, listener as EventListener)
    }
  }, [])
  return null
}

function press(event: KeyboardEvent) {
  const menu = menuAround(event.target)
  if (!menu || event.defaultPrevented) return
  if (event.key === 'Escape' && menu.open) {
    event.preventDefault()
    menu.open = false
    menu.querySelector('summary')?.focus()
    return
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (step === undefined) return
  event.preventDefault()
  menu.open = true
  const items = [...menu.querySelectorAll<HTMLElement>('[data-menu-item]')]
  const at = items.indexOf(document.activeElement as HTMLElement)
  const next = at < 0 ? (step > 0 ? 0 : items.length - 1) : (at + step + items.length) % items.length
  items[next]?.focus()
}

function closeOthers(event: Event) {
  for (const menu of document.querySelectorAll<HTMLDetailsElement>('details[data-menu-list][open]')) {
    if (!menu.contains(event.target as Node)) menu.open = false
  }
}

/** A link or an act that was chosen ends its menu, unless its handler wants it to stay. */
function closeAfter(event: MouseEvent) {
  const item = (event.target as Element).closest('[data-menu-item]')
  const menu = item && menuAround(item)
  if (menu) menu.open = false
}

function menuAround(target: EventTarget | null): HTMLDetailsElement | null {
  return (target as Element | null)?.closest?.<HTMLDetailsElement>('details[data-menu-list]') ?? null
}
