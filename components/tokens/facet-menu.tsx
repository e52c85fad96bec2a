'use client'

import { ChevronDown } from 'lucide-react'
import { useEffect, useRef, useState, type FocusEvent, type KeyboardEvent } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { cn } from '@/components/ui/cn.ts'

export type FacetOption = { value: string; label: string; count: string; chosen: boolean }

type FacetMenuProps = { name: string; label: string; options: readonly FacetOption[] }

/** Facets longer than this can be searched by typing. */
const searchable = 8

/** One facet: its values with counts. Several may be ticked; they apply together when the menu closes, or by its button. */
export function FacetMenu({ name, label, options }: FacetMenuProps) {
  const menu = useRef<HTMLDetailsElement>(null)
  const [wanted, setWanted] = useState('')
  const chosen = options.filter((option) => option.chosen)
  const chosenKey = chosen.map((option) => option.value).join('\n')

  // The address decides what is ticked: after a chip is taken away or Back is pressed, the boxes follow it.
  useEffect(() => {
    const values = new Set(chosenKey.split('\n'))
    for (const box of boxes(menu.current)) box.checked = values.has(box.value)
  }, [chosenKey])

  function applyIfChanged() {
    const ticked = boxes(menu.current).filter((box) => box.checked)
    if (
      ticked
        .map((box) => box.value)
        .sort()
        .join('\n') === chosenKey.split('\n').sort().join('\n')
    )
      return
    menu.current?.closest('form')?.requestSubmit()
  }

  function close() {
    if (menu.current) menu.current.open = false
  }

  function leave(event: FocusEvent) {
    if (!menu.current?.contains(event.relatedTarget)) close()
  }

  function escape(event: KeyboardEvent) {
    if (event.key !== 'Escape' || !menu.current?.open) return
    close()
    menu.current.querySelector('summary')?.focus()
  }

  return (
    <details
      ref={menu}
      name="facet"
      className="group relative"
      onToggle={(event) => (event.currentTarget.open ? undefined : applyIfChanged())}
      onBlur={leave}
      onKeyDown={escape}
    >
      <summary
        className={cn(
          'flex min-h-8 cursor-pointer list-none items-center gap-1.5 rounded-control border border-control bg-bg px-3 text-table font-medium select-none hover:bg-panel pointer-coarse:min-h-11 [&::-webkit-details-marker]:hidden',
          chosen.length > 0 && 'border-accent bg-selected',
        )}
      >
        {label}
        {chosen.length > 0 ? <span className="text-accent">{chosen.length}</span> : null}
        <ChevronDown aria-hidden className="size-3.5 text-text-3 group-open:rotate-180" />
      </summary>
      <div
        tabIndex={-1}
        className="absolute top-full left-0 z-20 mt-1 flex w-72 flex-col rounded-panel border border-line bg-bg shadow-float max-md:fixed max-md:inset-x-4 max-md:top-auto max-md:bottom-16 max-md:z-40 max-md:w-auto"
      >
        {options.length > searchable ? (
          <input
            type="search"
            aria-label={`Find in ${label}`}
            placeholder={`Find in ${label}`}
            value={wanted}
            onChange={(event) => setWanted(event.target.value)}
            onKeyDown={(event) => (event.key === 'Enter' ? event.preventDefault() : undefined)}
            className="m-2 rounded-control border border-control bg-bg px-2 py-1 text-table"
          />
        ) : null}
        <fieldset className="max-h-72 overflow-y-auto px-1 py-1">
          <legend className="sr-only">{label}</legend>
          {options.map((option) => (
            <label
              key={option.value}
              hidden={!option.label.toLowerCase().includes(wanted.toLowerCase())}
              className="flex min-h-8 items-center gap-2 rounded-control px-2 text-table hover:bg-panel pointer-coarse:min-h-11 [&[hidden]]:hidden"
            >
              <input type="checkbox" name={name} value={option.value} defaultChecked={option.chosen} className="size-4 accent-accent" />
              <span className="min-w-0 flex-1 truncate">{option.label}</span>
              <span className="text-text-3">{option.count}</span>
            </label>
          ))}
          {options.length === 0 ? <p className="px-2 py-1.5 text-table text-text-3">Nothing to choose from.</p> : null}
        </fieldset>
        <div className="border-t border-line p-2">
          <Button type="submit" className="w-full" onClick={close}>
            Apply
          </Button>
        </div>
      </div>
    </details>
  )
}

function boxes(menu: HTMLDetailsElement | null): HTMLInputElement[] {
  return [...(menu?.querySelectorAll<HTMLInputElement>('input[type=checkbox]') ?? [])]
}
