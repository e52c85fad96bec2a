'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useRef, type FocusEvent, type FormEvent, type KeyboardEvent, type ReactNode } from 'react'

type ListFormProps = { id: string; label: string; className?: string; children: ReactNode }

/**
 * The filters as a plain GET form, which works before any script has run. With one: a menu applies as it closes and not at
 * each click, Escape takes back what was ticked since, a press elsewhere closes, and the page is not left.
 */
export function ListForm({ id, label, className, children }: ListFormProps) {
  const router = useRouter()
  const form = useRef<HTMLFormElement>(null)

  useEffect(() => {
    const here = form.current
    if (!here) return
    // Neither event bubbles to where React listens.
    const closed = (event: Event) => {
      const menu = event.target as HTMLElement
      const isSheet = menu.matches('[popover]')
      const isOpen = isSheet ? menu.matches(':popover-open') : (menu as HTMLDetailsElement).open
      // Inside the sheet nothing applies until the sheet is done with.
      if (isOpen || (!isSheet && (!menu.matches('[data-menu]') || here.querySelector(':popover-open')))) return
      if (isChanged(here)) here.requestSubmit()
    }
    const pressed = (event: Event) => {
      for (const menu of openMenus(here)) if (!menu.contains(event.target as Node)) menu.open = false
    }
    here.addEventListener('toggle', closed, true)
    document.addEventListener('pointerdown', pressed)
    return () => {
      here.removeEventListener('toggle', closed, true)
      document.removeEventListener('pointerdown', pressed)
    }
  }, [])

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const here = event.currentTarget
    here.querySelector<HTMLElement>(':popover-open')?.hidePopover()
    for (const menu of openMenus(here)) menu.open = false
    const query = new URLSearchParams()
    for (const [name, value] of new FormData(here)) if (typeof value === 'string' && value.trim() !== '') query.append(name, value)
    if (!query.has('view') && query.get('sort') === 'queue') query.delete('sort')
    const address = query.size > 0 ? `/tokens?${query}` : '/tokens'
    if (address !== `${location.pathname}${location.search}`) router.push(address)
  }

  function escape(event: KeyboardEvent) {
    if (event.key !== 'Escape') return
    for (const menu of openMenus(form.current)) {
      event.preventDefault()
      for (const box of boxesIn(menu)) box.checked = box.defaultChecked
      menu.open = false
      menu.querySelector('summary')?.focus()
    }
  }

  function leave({ relatedTarget }: FocusEvent) {
    if (relatedTarget === null) return // Nothing else was focused: a press, which is looked at where it lands.
    for (const menu of openMenus(form.current)) if (!menu.contains(relatedTarget)) menu.open = false
  }

  return (
    <form
      ref={form}
      id={id}
      role="search"
      aria-label={label}
      action="/tokens"
      onSubmit={submit}
      onKeyDown={escape}
      onBlur={leave}
      className={className}
    >
      {children}
    </form>
  )
}

function openMenus(form: HTMLElement | null): HTMLDetailsElement[] {
  return [...(form?.querySelectorAll<HTMLDetailsElement>('details[data-menu][open]') ?? [])]
}

function boxesIn(part: HTMLElement): HTMLInputElement[] {
  return [...part.querySelectorAll<HTMLInputElement>('input[type=checkbox]')]
}

/** Whether anything but the search text, which is sent by itself, differs from what the address says. */
function isChanged(form: HTMLFormElement): boolean {
  return (
    boxesIn(form).some((box) => box.checked !== box.defaultChecked) ||
    [...form.querySelectorAll('select')].some((field) => !field.selectedOptions[0]?.defaultSelected && field.value !== '')
  )
}
