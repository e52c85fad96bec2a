'use client'

import { useEffect, useRef, useState, type ChangeEvent } from 'react'
import type { FacetValue } from '@/lib/model/token-row.ts'

type FacetFindProps = { name: string; label: string; known: readonly string[]; more: string | null; least: string }

/** Typing waits this long for the next letter before it asks the server, in milliseconds. */
const pause = 200

/** Narrows a facet's values by typing; where not all of them are here, the server is asked for the others. */
export function FacetFind({ name, label, known, more, least }: FacetFindProps) {
  const input = useRef<HTMLInputElement>(null)
  const [wanted, setWanted] = useState('')
  const [found, setFound] = useState<{ to: string; values: readonly FacetValue[] }>({ to: '', values: [] })
  const text = wanted.trim()

  useEffect(() => {
    if (!more || text === '') return
    const stop = new AbortController()
    const timer = setTimeout(() => {
      fetch(`${more}&match=${encodeURIComponent(text)}`, { signal: stop.signal })
        .then((answer) => (answer.ok ? (answer.json() as Promise<{ values: FacetValue[] }>) : { values: [] }))
        .then(({ values }) => setFound({ to: text, values }))
        .catch(() => undefined) // The next letter asks again; what is here already can still be chosen.
    }, pause)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [more, text])

  function narrow(event: ChangeEvent<HTMLInputElement>) {
    const typed = event.target.value
    setWanted(typed)
    const panel = input.current?.closest('[data-facet-panel]')
    for (const choice of panel?.querySelectorAll<HTMLLabelElement>('fieldset > label') ?? []) {
      choice.hidden = !choice.textContent.toLowerCase().includes(typed.trim().toLowerCase())
    }
  }

  const others = (found.to === text ? found.values : []).filter(({ value }) => !known.includes(value))
  return (
    <div className="p-2 pb-0">
      <input
        ref={input}
        type="search"
        aria-label={`Find in ${label}`}
        placeholder={more ? `Find among all` : `Find in ${label}`}
        value={wanted}
        onChange={narrow}
        onKeyDown={(event) => (event.key === 'Enter' ? event.preventDefault() : undefined)}
        className="min-h-8 w-full rounded-control border border-control bg-bg px-2 text-table pointer-coarse:min-h-11"
      />
      {others.map(({ value, name: says, count }) => (
        <label key={value} className="mt-1 flex min-h-8 items-center gap-2 px-1 text-table pointer-coarse:min-h-11">
          <input type="checkbox" name={name} value={value} className="size-4 shrink-0 accent-accent" />
          <span className="min-w-0 flex-1 wrap-anywhere">{says ?? value}</span>
          <span className="text-text-2">
            {least}
            {count}
          </span>
        </label>
      ))}
    </div>
  )
}
