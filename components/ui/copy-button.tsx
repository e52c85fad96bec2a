'use client'

import { Check, Copy } from 'lucide-react'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { Button } from './button.tsx'

const never = () => () => undefined
const saidMs = 4_000

type CopyButtonProps = {
  /** What is copied: a text, or what the element with this id holds. */
  from: { text: string } | { id: string }
  /** "the policy": what a screen reader hears after "Copy". */
  what: string
  label?: string
}

/** Copies a text, and says so. Absent without scripts; where the browser refuses, it selects the text instead. */
export function CopyButton({ from, what, label = 'Copy' }: CopyButtonProps) {
  const [said, setSaid] = useState('')
  const scripts = useSyncExternalStore(never, () => true, () => false) // prettier-ignore

  useEffect(() => {
    if (said === '') return
    const timer = setTimeout(() => setSaid(''), saidMs)
    return () => clearTimeout(timer)
  }, [said])

  if (!scripts) return null

  async function copy() {
    const element = 'id' in from ? document.getElementById(from.id) : null
    try {
      await navigator.clipboard.writeText('text' in from ? from.text : (element?.textContent ?? ''))
      setSaid('Copied')
    } catch {
      if (element) window.getSelection()?.selectAllChildren(element)
      setSaid(element ? 'Selected: press Ctrl or Cmd and C' : 'The browser does not allow it here: select the text and copy it')
    }
  }

  const Icon = said === 'Copied' ? Check : Copy
  return (
    <span className="inline-flex items-center gap-2">
      <Button onClick={() => void copy()} aria-label={`${label}: ${what}`}>
        <Icon aria-hidden className="size-3.5" />
        {label}
      </Button>
      <span role="status" className="text-table text-text-2">
        {said}
      </span>
    </span>
  )
}
