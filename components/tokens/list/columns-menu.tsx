'use client'

import { ArrowDown, ArrowUp, Columns3 } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useRef, useState, type MouseEvent } from 'react'
import { flushSync } from 'react-dom'

type Choice = { name: string; head: string }

type ColumnsMenuProps = {
  /** Every column that can be chosen, by its name and its heading. */
  all: readonly Choice[]
  /** Those that are shown, in their order. */
  shown: readonly string[]
  usual: readonly string[]
  /** The list's address without its columns. */
  base: string
}

const button = 'rounded-control border border-control bg-bg px-3 min-h-8 text-table font-medium hover:bg-panel pointer-coarse:min-h-11'
const arrow =
  'flex size-7 items-center justify-center rounded-control text-text-2 hover:bg-panel hover:text-text disabled:text-line pointer-coarse:size-11'

/** Which columns the list shows and in which order: boxes and arrows, so that nothing has to be dragged. */
export function ColumnsMenu({ all, shown, usual, base }: ColumnsMenuProps) {
  const router = useRouter()
  const panel = useRef<HTMLDivElement>(null)
  const [chosen, setChosen] = useState<readonly string[]>(shown)
  const [said, setSaid] = useState('')
  const hidden = all.filter(({ name }) => !chosen.includes(name))
  const headOf = (name: string) => all.find((column) => column.name === name)?.head ?? name

  function move({ currentTarget: pressed }: MouseEvent<HTMLButtonElement>, name: string, by: 1 | -1) {
    const from = chosen.indexOf(name)
    const next = chosen.filter((other) => other !== name)
    next.splice(from + by, 0, name)
    flushSync(() => {
      setChosen(next)
      setSaid(`${headOf(name)} is now ${from + by + 1} of ${next.length}.`)
    })
    // A row that was moved loses the focus; at either end its button is off and the other takes over.
    const other = pressed.nextElementSibling ?? pressed.previousElementSibling
    ;(pressed.disabled && other instanceof HTMLElement ? other : pressed).focus()
  }

  function apply(columns: readonly string[]) {
    panel.current?.hidePopover()
    if (columns.join() === shown.join()) return
    const query = columns.join() === usual.join() ? '' : `columns=${columns.join(',')}`
    router.replace(query ? `${base}${base.includes('?') ? '&' : '?'}${query}` : base, { scroll: false })
  }

  return (
    <div className="relative">
      <button type="button" popoverTarget="list-columns" className={`${button} inline-flex items-center gap-1.5 [anchor-name:--columns]`}>
        <Columns3 aria-hidden className="size-4" />
        Columns
      </button>
      <div
        ref={panel}
        id="list-columns"
        popover="auto"
        role="group"
        aria-label="Columns"
        onToggle={(event) => (event.newState === 'open' ? setChosen(shown) : undefined)}
        className="fixed inset-auto m-0 mt-1 max-h-[min(34rem,calc(100%-0.75rem))] w-72 flex-col overflow-hidden rounded-panel border border-line bg-bg p-0 text-text shadow-float [position-anchor:--columns] [position-area:bottom_span-left] open:flex"
      >
        <p className="px-3 pt-2 text-meta text-text-3">Token and Verdict always come first.</p>
        <ul className="min-h-0 flex-1 overflow-y-auto p-1">
          {chosen.map((name, place) => (
            <li key={name} className="flex items-center gap-1 rounded-control px-2 hover:bg-panel">
              <Box name={name} head={headOf(name)} checked onChange={() => setChosen(chosen.filter((other) => other !== name))} />
              <button
                type="button"
                className={arrow}
                aria-label={`Move ${headOf(name)} earlier`}
                disabled={place === 0}
                onClick={(event) => move(event, name, -1)}
              >
                <ArrowUp aria-hidden className="size-4" />
              </button>
              <button
                type="button"
                className={arrow}
                aria-label={`Move ${headOf(name)} later`}
                disabled={place === chosen.length - 1}
                onClick={(event) => move(event, name, 1)}
              >
                <ArrowDown aria-hidden className="size-4" />
              </button>
            </li>
          ))}
          {hidden.map(({ name, head }) => (
            <li key={name} className="flex items-center rounded-control px-2 hover:bg-panel">
              <Box name={name} head={head} checked={false} onChange={() => setChosen([...chosen, name])} />
            </li>
          ))}
        </ul>
        <p role="status" className="sr-only">
          {said}
        </p>
        <div className="flex gap-2 border-t border-line p-2">
          <button type="button" className={`${button} flex-1`} disabled={chosen.length === 0} onClick={() => apply(chosen)}>
            Apply
          </button>
          <button type="button" className={`${button} flex-1`} onClick={() => apply(usual)}>
            Usual columns
          </button>
        </div>
      </div>
    </div>
  )
}

function Box({ name, head, checked, onChange }: Choice & { checked: boolean; onChange: () => void }) {
  return (
    <label className="flex min-h-8 flex-1 items-center gap-2 text-table pointer-coarse:min-h-11">
      <input type="checkbox" value={name} checked={checked} onChange={onChange} className="size-4 accent-accent" />
      {head}
    </label>
  )
}
