'use client'

import { useEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { besideOf } from './beside-of.ts'
import { exactly, localWords } from './time-words.ts'

/** A press that closed it must not open it again at once, in milliseconds. */
const samePressMs = 400

/** The one small window that tells a time exactly, here and in UTC, beside whichever `Past` was pressed. Escape or a press elsewhere closes it. */
export function ExactTime() {
  const ref = useRef<HTMLDivElement>(null)
  const [at, setAt] = useState<string | null>(null)

  useEffect(() => {
    const box = ref.current
    if (!box) return
    let closed: { of: Element | null; at: number } = { of: null, at: -samePressMs }
    let opener: Element | null = null

    function press(event: MouseEvent) {
      const button = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-exact]') : null
      // A key has no press of its own that closed it before.
      const closedByIt = event.detail > 0 && closed.of === button && event.timeStamp - closed.at < samePressMs
      if (!box || !button || closedByIt) return
      opener = button
      // Filled before it is measured.
      flushSync(() => setAt(button.dataset.exact ?? null))
      box.showPopover()
      const place = besideOf(button.getBoundingClientRect(), { width: box.offsetWidth, height: box.offsetHeight }, window)
      box.style.left = `${place.left}px`
      box.style.top = `${place.top}px`
      box.focus({ preventScroll: true })
    }
    function toggle(event: ToggleEvent) {
      if (event.newState === 'closed') closed = { of: opener, at: event.timeStamp }
    }
    // It stands at a place of the window, so it does not stay where the page moves on.
    const hide = () => (box.matches(':popover-open') ? box.hidePopover() : undefined)
    document.addEventListener('click', press)
    document.addEventListener('scroll', hide, true)
    box.addEventListener('beforetoggle', toggle)
    return () => {
      document.removeEventListener('click', press)
      document.removeEventListener('scroll', hide, true)
      box.removeEventListener('beforetoggle', toggle)
    }
  }, [])

  return (
    <div
      ref={ref}
      popover="auto"
      role="dialog"
      aria-label="Exact time"
      tabIndex={-1}
      className="fixed m-0 w-64 rounded-panel border border-control bg-bg px-3 py-2 text-table text-text shadow-float"
    >
      {at ? (
        <dl className="grid grid-cols-[auto_1fr] gap-x-3">
          <dt className="text-text-3">Here</dt>
          <dd>{localWords(new Date(at))}</dd>
          <dt className="text-text-3">UTC</dt>
          <dd>{exactly(new Date(at)).replace(/ UTC$/, '')}</dd>
        </dl>
      ) : null}
    </div>
  )
}
