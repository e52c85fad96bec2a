'use client'

import { clsx } from 'clsx'
import { useRouter } from 'next/navigation'
import { lazy, Suspense, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { Button, LinkButton } from '@/components/ui/button.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { countWords } from '@/components/ui/time-words.ts'
import type { ActName } from '../act/act-name.ts'
import { boxChange, pageIds, showSelection, uncover } from './boxes.ts'
import { changedSelection, noSelection, readSelection, selectionStore, type Selection } from './kept-selection.ts'

const ActDialog = lazy(async () => ({ default: (await import('./act-dialog.tsx')).ActDialog }))

const acts: readonly (readonly [ActName, string])[] = [
  ['owner', 'Assign owner'],
  ['workload', 'Set workload'],
  ['fact', 'Correct a fact…'],
  ['control', 'Record a control…'],
  ['exposure', 'Record a leak…'],
]

type SelectionBarProps = {
  /** What the list is narrowed by, as a query string, without order and place. */
  filters: string
  total: number
  atLeast: boolean
  mark: string
  may: { edit: boolean; export: boolean; plan: boolean; act: boolean }
}

/**
 * What is selected of a list, and what can be done with it. The boxes are the rows' own; this listens to them, ticks them again on
 * the next page and when somebody comes back, and shows a bar while anything is selected.
 */
export function SelectionBar({ filters, total, atLeast, mark, may }: SelectionBarProps) {
  const kept = useSyncExternalStore(selectionStore.subscribe, selectionStore.get, () => '')
  const selection = readSelection(kept, filters, mark)
  const [act, setAct] = useState<ActName | null>(null)
  const [result, setResult] = useState<{ says: string; href: string; link: string } | null>(null)
  const bar = useRef<HTMLDivElement>(null)
  const status = useRef<HTMLParagraphElement>(null)
  const router = useRouter()
  const count = selection.all ? total : selection.ids.length
  const shown = count > 0 || result !== null

  // After every render: the rows may be others, or the same in another order.
  useEffect(() => showSelection(selection))

  useEffect(() => {
    function onChange({ target }: Event) {
      const change = boxChange(target)
      if (!change) return
      setResult(null)
      selectionStore.set(changedSelection(readSelection(selectionStore.get(), filters, mark), change, pageIds(), mark))
    }
    // A group's own link opens it, and selects it whole.
    function onClick({ target, ctrlKey, metaKey }: MouseEvent) {
      const group = ctrlKey || metaKey ? null : (target as Element).closest<HTMLElement>('[data-select-all]')?.dataset.selectAll
      if (group != null) selectionStore.set({ ...noSelection(group, mark), all: true })
    }
    const onFocus = ({ target }: FocusEvent) => uncover(bar.current, target)
    document.addEventListener('change', onChange)
    document.addEventListener('click', onClick)
    document.addEventListener('focusin', onFocus)
    return () => {
      document.removeEventListener('change', onChange)
      document.removeEventListener('click', onClick)
      document.removeEventListener('focusin', onFocus)
    }
  }, [filters, mark])

  // What was pressed is gone with the selection; what came of it takes the focus.
  useEffect(() => {
    if (result) status.current?.focus()
  }, [result])

  function done(said: { says: string; href: string; link: string }) {
    setAct(null)
    setResult(said)
    selectionStore.set(noSelection(filters, mark))
    router.refresh()
  }

  return (
    // Room for the bar at the page's end. It is fixed, not sticky: a sticky one draws the page along whenever it takes the focus.
    <div className={clsx('max-md:hidden', shown && 'h-16')}>
      <div
        ref={bar}
        className={
          shown
            ? 'fixed inset-x-4 bottom-4 z-20 mx-auto flex w-fit flex-wrap items-center gap-x-3 gap-y-1 rounded-panel border border-control bg-bg px-3 py-2 shadow-float'
            : 'sr-only'
        }
      >
        <p ref={status} tabIndex={-1} role="status" className="text-table font-medium">
          {count > 0 ? selectedWords(selection, count, atLeast) : result ? `${result.says} ` : ''}
          {count === 0 && result ? <TextLink href={result.href}>{result.link}</TextLink> : null}
        </p>
        {count > 0 ? (
          <>
            {!selection.all && selection.ids.length < total ? (
              <Button kind="bare" onClick={() => selectionStore.set({ ...selection, all: true, ids: [] })}>
                {atLeast ? `Select all that match, at least ${countWords(total)}` : `Select all ${countWords(total)} that match`}
              </Button>
            ) : null}
            <div role="group" aria-label="What to do with the selected tokens" className="flex flex-wrap items-center gap-1">
              {may.plan ? <OpenPlan selection={selection} /> : null}
              {may.plan ? <StartReview selection={selection} /> : null}
              {may.act ? <ActAtProvider selection={selection} /> : null}
              {may.edit
                ? acts.map(([name, says]) => (
                    <Button key={name} onClick={() => setAct(name)} aria-haspopup="dialog">
                      {says}
                    </Button>
                  ))
                : null}
              {may.export ? <Export selection={selection} /> : null}
              <Button kind="bare" onClick={() => selectionStore.set(noSelection(filters, mark))}>
                Clear
              </Button>
            </div>
          </>
        ) : result ? (
          <Button kind="bare" onClick={() => setResult(null)}>
            Close
          </Button>
        ) : null}
      </div>
      {act ? (
        <Suspense fallback={null}>
          <ActDialog act={act} selection={selection} count={count} onDone={done} onClose={() => setAct(null)} />
        </Suspense>
      ) : null}
    </div>
  )
}

/** More ids than this make an address that is too long to be sent. */
const mostInAddress = 100

/** Leads to what opening plans for the selection would make; nothing is opened by that. */
function OpenPlan({ selection }: { selection: Selection }) {
  const query = queryOf(selection)
  if (query === null)
    return <span className="px-2 text-table text-text-2">Open plans for at most {mostInAddress}, or for all that match</span>
  return (
    <LinkButton href={`/plans/new?${query}`} kind="primary">
      Open {selection.all || selection.ids.length > 1 ? 'plans' : 'a plan'}
    </LinkButton>
  )
}

/** Leads to what a review of the selection would ask; nothing is started by that. */
function StartReview({ selection }: { selection: Selection }) {
  const query = queryOf(selection)
  return query === null ? null : <LinkButton href={`/campaigns/new?${query}`}>Start a review</LinkButton>
}

/** Leads to what would happen at the providers; nothing is sent by that. */
function ActAtProvider({ selection: { all, ids } }: { selection: Selection }) {
  if (all || ids.length > mostInAddress) return null
  const query = new URLSearchParams([['verb', 'disable'], ...ids.map((id) => ['token', id])])
  return <LinkButton href={`/acts/new?${query}`}>Disable…</LinkButton>
}

/** The selection as an address says it; null where it has too many ids for one. */
function queryOf({ all, ids, filters }: Selection): string | null {
  if (all) return filters
  return ids.length > mostInAddress ? null : String(new URLSearchParams([['state', 'any'], ...ids.map((id) => ['id', id])]))
}

/** The file of what is selected. A form, since ten thousand ids fit no address. */
function Export({ selection: { all, ids, filters } }: { selection: Selection }) {
  const fields = all ? [...new URLSearchParams(filters)] : [['state', 'any'] as const, ...ids.map((id) => ['id', id] as const)]
  return (
    <form method="post" action="/api/v1/tokens.csv">
      {fields.map(([name, value], place) => (
        <input key={place} type="hidden" name={name} value={value} />
      ))}
      <Button type="submit">Export CSV</Button>
    </form>
  )
}

function selectedWords({ all }: Selection, count: number, atLeast: boolean): string {
  if (!all) return `${countWords(count)} selected`
  return atLeast ? `All selected, at least ${countWords(count)}` : `All ${countWords(count)} selected`
}
