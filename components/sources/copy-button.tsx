'use client'

import { useState, useSyncExternalStore } from 'react'
import { Button } from '@/components/ui/button.tsx'

const never = () => () => undefined

/** Copies a text, and says so. Absent without scripts, where a selection does it. */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const [said, setSaid] = useState('')
  const scripts = useSyncExternalStore(never, () => true, () => false) // prettier-ignore
  if (!scripts) return null
  async function copy() {
    try {
      await navigator.clipboard.writeText(text)
      setSaid('Copied')
    } catch {
      setSaid('Select the text and copy it: the browser does not allow it here.')
    }
  }
  return (
    <span className="flex items-center gap-2">
      <span role="status" className="text-table text-text-2">
        {said}
      </span>
      <Button kind="quiet" onClick={copy} aria-label={`Copy: ${what}`}>
        Copy
      </Button>
    </span>
  )
}
