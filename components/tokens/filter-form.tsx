'use client'

import { useRouter } from 'next/navigation'
import { useTransition, type FormEvent, type ReactNode } from 'react'

/**
 * The filters as a plain GET form, which works before any script has run. With one, it goes to the same address without
 * leaving the page, and without the fields that were left empty.
 */
export function FilterForm({ action, label, children }: { action: string; label: string; children: ReactNode }) {
  const router = useRouter()
  const [pending, start] = useTransition()

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const query = new URLSearchParams()
    for (const [name, value] of new FormData(event.currentTarget)) {
      if (typeof value === 'string' && value.trim() !== '') query.append(name, value)
    }
    start(() => router.push(query.size > 0 ? `${action}?${query}` : action))
  }

  return (
    <form
      role="search"
      aria-label={label}
      action={action}
      method="get"
      onSubmit={submit}
      aria-busy={pending}
      className="flex flex-wrap items-center gap-2"
    >
      {children}
    </form>
  )
}
