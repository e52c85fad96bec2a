'use client'

import { clsx } from 'clsx'
import { useEffect, useId, useLayoutEffect, useRef, useState, useSyncExternalStore, type KeyboardEvent, type ReactNode } from 'react'
import { sideFor } from './beside-of.ts'
import { controlLook, describedBy, Field } from './field.tsx'
import { useSuggestions, type Suggestion } from './use-suggestions.ts'

/** A list is no higher than this, in pixels, however many there are to choose from. */
const mostHigh = 288
/** Nor lower, so that there is something to choose from. */
const leastHigh = 96

const never = () => () => undefined

type ComboboxProps = {
  name: string
  id?: string
  label: string
  /** Asked with `match=` the typed letters; answers `{ values: { value, name, detail? }[] }`. */
  url: string
  chosen?: Suggestion | null
  hint?: ReactNode
  error?: string
  optional?: boolean
  placeholder?: string
  /** Said to those who do not see the field alone: in a row of filters. */
  hideLabel?: boolean
  className?: string
}

/**
 * One of too many for a menu: type a few letters and choose (WAI-ARIA combobox with a list). The form gets the chosen value,
 * or what was typed where nothing was chosen, which is also all it can get without scripts: its action must know both.
 */
export function Combobox({
  name,
  id = name,
  label,
  url,
  chosen = null,
  hint,
  error,
  optional,
  placeholder,
  hideLabel,
  className,
}: ComboboxProps) {
  const scripts = useSyncExternalStore(never, () => true, () => false) // prettier-ignore
  const input = {
    id,
    placeholder,
    'aria-invalid': error !== undefined || undefined,
    'aria-describedby': describedBy(id, { hint, error }),
    autoComplete: 'off',
    maxLength: 320,
    className: controlLook,
  }
  return (
    <Field id={id} label={label} hideLabel={hideLabel} hint={hint} error={error} optional={optional} className={className}>
      {scripts ? (
        <Typeahead key={chosen?.value} name={name} label={label} url={url} chosen={chosen} input={input} />
      ) : (
        <input name={name} defaultValue={chosen?.name} {...input} />
      )}
    </Field>
  )
}

type TypeaheadProps = Pick<ComboboxProps, 'name' | 'label' | 'url'> & {
  chosen: Suggestion | null
  input: { id: string; className: string }
}

function Typeahead({ name, label, url, chosen, input }: TypeaheadProps) {
  const list = useId()
  const field = useRef<HTMLInputElement>(null)
  const choices = useRef<HTMLUListElement>(null)
  const [text, setText] = useState(chosen?.name ?? '')
  const [picked, setPicked] = useState(chosen)
  const [open, setOpen] = useState(false)
  const [active, setActive] = useState(-1)
  const { values, says } = useSuggestions(url, open ? text : '')

  useEffect(() => {
    const form = field.current?.form
    const begin = () => {
      setText(chosen?.name ?? '')
      setPicked(chosen)
    }
    form?.addEventListener('reset', begin)
    return () => form?.removeEventListener('reset', begin)
  }, [chosen])

  const shown = open && values.length > 0
  useLayoutEffect(() => {
    if (shown && field.current && choices.current) place(choices.current, field.current)
  }, [shown, values])

  function pick(value: Suggestion) {
    setPicked(value)
    setText(value.name)
    setOpen(false)
    setActive(-1)
  }

  function press(event: KeyboardEvent) {
    const to = { ArrowDown: active + 1, ArrowUp: active < 0 ? values.length - 1 : active - 1 }[event.key]
    if (to !== undefined && values.length > 0) {
      event.preventDefault()
      setOpen(true)
      setActive((to + values.length) % values.length)
    } else if (event.key === 'ArrowDown') {
      setOpen(true)
    } else if (event.key === 'Enter' && open && values[active]) {
      event.preventDefault()
      pick(values[active])
    } else if (event.key === 'Escape' && open) {
      // The dialog or drawer around stays.
      event.preventDefault()
      event.stopPropagation()
      setOpen(false)
    }
  }

  return (
    <div className="relative">
      <input type="hidden" name={name} value={picked?.value ?? text.trim()} />
      <input
        {...input}
        ref={field}
        role="combobox"
        aria-expanded={shown}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={shown && active >= 0 ? `${list}-${active}` : undefined}
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          setPicked(null)
          setActive(-1)
          setOpen(true)
        }}
        onKeyDown={press}
        onBlur={() => setOpen(false)}
      />
      <ul
        ref={choices}
        id={list}
        role="listbox"
        aria-label={label}
        hidden={!shown}
        className="absolute top-full z-40 mt-1 w-full overflow-y-auto data-[side=above]:top-auto data-[side=above]:bottom-full data-[side=above]:mt-0 data-[side=above]:mb-1 rounded-panel border border-line bg-bg p-1 shadow-float"
      >
        {values.map((value, at) => (
          <li
            key={value.value}
            id={`${list}-${at}`}
            role="option"
            aria-selected={at === active}
            // Pressing an option must not take the focus out of the field.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => pick(value)}
            className={clsx(
              'cursor-pointer rounded-control px-2 py-1.5 text-table pointer-coarse:py-3',
              at === active ? 'bg-selected' : 'hover:bg-panel',
            )}
          >
            <span className="block wrap-anywhere">{value.name}</span>
            {value.detail ? <span className="block text-meta text-text-3">{value.detail}</span> : null}
          </li>
        ))}
      </ul>
      <p role="status" className={clsx('text-meta text-text-3', !(open && says && values.length === 0) && 'sr-only')}>
        {open ? says : ''}
      </p>
    </div>
  )
}

/** The list stands where there is room for it: over the field near the window's foot, where the bar of a phone would cover it. */
function place(list: HTMLElement, field: HTMLElement) {
  list.style.maxHeight = `${mostHigh}px`
  // What has the focus is scrolled clear of the head and the bar by as much.
  const { scrollPaddingTop, scrollPaddingBottom } = getComputedStyle(document.documentElement)
  const covered = { head: parseFloat(scrollPaddingTop) || 0, foot: parseFloat(scrollPaddingBottom) || 0 }
  // A keyboard on the screen leaves less of the window.
  const seen = window.visualViewport
  const innerHeight = seen ? seen.offsetTop + seen.height : window.innerHeight
  const { side, room } = sideFor(field.getBoundingClientRect(), list.offsetHeight, { innerHeight, ...covered })
  list.dataset.side = side
  list.style.maxHeight = `${Math.max(leastHigh, Math.min(mostHigh, room))}px`
}
