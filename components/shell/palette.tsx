'use client'

import { clsx } from 'clsx'
import { Search } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useId, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react'
import { paletteResults, type Group } from './palette-results.ts'
import type { Place } from './places.ts'
import { useFound } from './use-found.ts'

type PaletteProps = { places: readonly Place[]; onClose: () => void }

/** Goes anywhere by typing: pages, tokens by name, id or last four, owners, workloads, issuers. Nothing in it changes anything. */
export function Palette({ places, onClose }: PaletteProps) {
  const router = useRouter()
  const dialog = useRef<HTMLDialogElement>(null)
  const list = useId()
  const [typed, setTyped] = useState('')
  const [active, setActive] = useState(0)
  const { found, problem, waiting } = useFound(typed)
  const groups = paletteResults(typed, places, found)
  const results = groups.flatMap((group) => group.results)
  const at = Math.min(active, results.length - 1)

  // Closed before it is taken out of the page, so that the browser gives the focus back.
  useLayoutEffect(() => {
    const here = dialog.current
    here?.showModal()
    return () => here?.close()
  }, [])

  function go(href: string) {
    onClose()
    router.push(href)
  }

  function press(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined && results.length > 0) {
      event.preventDefault()
      setActive((at + step + results.length) % results.length)
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault()
      const chosen = results[at]
      if (chosen) go(chosen.href)
    }
  }

  const says = problem ?? saysOf({ typed, waiting, count: results.length })
  return (
    <dialog
      ref={dialog}
      data-palette
      aria-label="Search everything"
      // At once, so that the next key is not lost to a palette that is closed already.
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      // The event comes late: a palette that is open again by then was not closed.
      onClose={({ currentTarget }) => (currentTarget !== dialog.current || currentTarget.open ? undefined : onClose())}
      onClick={(event) => (event.target === event.currentTarget ? onClose() : undefined)}
      className="mx-auto mt-[10dvh] mb-auto w-[min(40rem,calc(100vw-2rem))] overflow-hidden rounded-panel border border-control bg-bg p-0 text-text shadow-float backdrop:bg-backdrop"
    >
      <div className="flex items-center gap-2 border-b border-line px-4 focus-within:bg-panel">
        <Search aria-hidden className="size-4 shrink-0 text-text-3" />
        <input
          autoFocus
          role="combobox"
          aria-label="Search everything"
          aria-expanded={results.length > 0}
          aria-controls={list}
          aria-autocomplete="list"
          aria-activedescendant={results[at] ? `${list}-${at}` : undefined}
          autoComplete="off"
          spellCheck={false}
          maxLength={200}
          placeholder="A token’s name, id or last four, an owner, a workload, a page"
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value)
            setActive(0)
          }}
          onKeyDown={press}
          className="min-h-12 w-full rounded-control bg-transparent px-2 text-body -outline-offset-2 placeholder:text-text-3"
        />
        <kbd className="font-sans text-meta text-text-3 max-sm:hidden">Esc</kbd>
      </div>
      <div id={list} role="listbox" aria-label="Results" className="max-h-[60dvh] overflow-y-auto p-2">
        {groups.map((group, g) => (
          <ResultGroup
            key={group.name}
            group={group}
            list={list}
            from={groups.slice(0, g).reduce((sum, { results }) => sum + results.length, 0)}
            active={at}
            onGo={go}
          />
        ))}
      </div>
      <p role="status" className={clsx('border-t border-line px-4 py-2 text-meta', problem ? 'text-revoke' : 'text-text-3')}>
        {says}
      </p>
    </dialog>
  )
}

type ResultGroupProps = { group: Group; list: string; from: number; active: number; onGo: (href: string) => void }

function ResultGroup({ group: { name, results }, list, from, active, onGo }: ResultGroupProps) {
  return (
    <div role="group" aria-label={name}>
      <p aria-hidden className="px-2 pt-2 pb-1 text-meta font-medium text-text-3">
        {name}
      </p>
      {results.map(({ key, title, detail, href }, index) => (
        <div
          key={key}
          id={`${list}-${from + index}`}
          role="option"
          aria-selected={from + index === active}
          // The focus stays in the field.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onGo(href)}
          className={clsx(
            'flex min-h-8 cursor-pointer items-center gap-3 rounded-control px-2 text-table pointer-coarse:min-h-11',
            from + index === active ? 'bg-selected' : 'hover:bg-panel',
          )}
        >
          <span className="min-w-0 flex-1 truncate">{title}</span>
          <span translate="no" className="max-w-1/2 truncate text-meta text-text-3">
            {detail}
          </span>
        </div>
      ))}
    </div>
  )
}

function saysOf({ typed, waiting, count }: { typed: string; waiting: boolean; count: number }): string {
  if (waiting) return 'Searching…'
  if (typed.trim() === '') return 'Type at least two letters to find tokens, owners and workloads.'
  if (count === 0) return `Nothing that you may see matches “${typed.trim()}”.`
  return count === 1 ? '1 result' : `${count} results`
}
