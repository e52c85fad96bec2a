'use client'

import { useRouter } from 'next/navigation'
import { lazy, Suspense, useEffect, useState } from 'react'
import { actOf, rowAfter, type KeyAct } from './key-acts.ts'
import { keysAreOn } from './keys-on.ts'
import type { Place } from './places.ts'

const KeysDialog = lazy(() => import('./keys-dialog.tsx').then(({ KeysDialog }) => ({ default: KeysDialog })))

/** How long `g` waits for its second key, in milliseconds. */
const waitsMs = 1_500

/** What opens the list of keys: any button with this attribute, and `?`. */
export const opensKeys = 'data-opens-keys'

/**
 * The keys of every page. Lists take part by attributes alone: `data-key-search` on the search, `data-key-row` on each row,
 * and in it `data-key-open` on its link and `data-key-select` on its box; `data-key-previous`, `data-key-next` on links.
 */
export function KeyLayer({ places }: { places: readonly Place[] }) {
  const router = useRouter()
  const [listed, setListed] = useState(false)

  useEffect(() => {
    let begunAt = -waitsMs
    function press(event: KeyboardEvent) {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
      if (isTyped(event.target) || document.querySelector('dialog[open], :popover-open') || !keysAreOn()) return
      const act = actOf(event.key, event.timeStamp - begunAt < waitsMs, places)
      begunAt = act?.do === 'begin' ? event.timeStamp : -waitsMs
      if (act && carryOut(act)) event.preventDefault()
    }
    function carryOut(act: KeyAct): boolean {
      if (act.do === 'begin') return true
      if (act.do === 'go') router.push(act.href)
      else if (act.do === 'list-keys') setListed(true)
      else return inPage(act)
      return true
    }
    function click(event: MouseEvent) {
      if ((event.target as Element).closest(`[${opensKeys}]`)) setListed(true)
    }
    document.addEventListener('keydown', press)
    document.addEventListener('click', click)
    return () => {
      document.removeEventListener('keydown', press)
      document.removeEventListener('click', click)
    }
  }, [places, router])

  return listed ? (
    <Suspense fallback={null}>
      <KeysDialog places={places} onClose={() => setListed(false)} />
    </Suspense>
  ) : null
}

/** Does what concerns the page in sight; false where it has nothing for it. */
function inPage(act: Exclude<KeyAct, { do: 'begin' | 'go' | 'list-keys' }>): boolean {
  if (act.do === 'search') return focus(document.querySelector('[data-key-search]'))
  if (act.do === 'previous' || act.do === 'next') return click(document.querySelector(`[data-key-${act.do}]`))
  // Lists have two forms, of which one is not drawn.
  const rows = [...document.querySelectorAll<HTMLElement>('[data-key-row]')].filter((row) => row.getClientRects().length > 0)
  const at = rows.findIndex((row) => row.contains(document.activeElement))
  if (act.do === 'select') return click(rows[at]?.querySelector('[data-key-select]') ?? null)
  if (act.do !== 'move') return false
  return focus(rows[rowAfter(at, act.by, rows.length)]?.querySelector('[data-key-open]') ?? null)
}

function focus(element: HTMLElement | null): boolean {
  element?.focus()
  if (element instanceof HTMLInputElement) element.select()
  return element !== null
}

function click(element: HTMLElement | null): boolean {
  element?.click()
  return element !== null
}

/** Whether what is pressed there is text, or the key already has a meaning there (a letter chooses in a menu of choices). */
function isTyped(target: EventTarget | null): boolean {
  const field = target instanceof Element ? target.closest('input, textarea, select, [contenteditable]') : null
  return field !== null && !(field instanceof HTMLInputElement && ['checkbox', 'radio', 'button', 'submit'].includes(field.type))
}
