'use client'

import { Check, Copy } from 'lucide-react'
import { useRef, useState } from 'react'
import { Button } from '@/components/ui/button.tsx'

/** Copies the text of the element named by `of`; says so where a screen reader hears it. Where copying is refused, it selects the text. */
export function CopyButton({ of, label }: { of: string; label: string }) {
  const [says, setSays] = useState<'' | 'Copied' | 'Selected: press Ctrl or Cmd and C'>('')
  const timer = useRef<number>(undefined)

  async function copy() {
    const element = document.getElementById(of)
    if (!element) return
    try {
      await navigator.clipboard.writeText(element.textContent)
      setSays('Copied')
    } catch {
      window.getSelection()?.selectAllChildren(element)
      setSays('Selected: press Ctrl or Cmd and C')
    }
    window.clearTimeout(timer.current)
    timer.current = window.setTimeout(() => setSays(''), 4_000)
  }

  const Icon = says === 'Copied' ? Check : Copy
  return (
    <span className="flex items-center gap-2">
      <Button onClick={() => void copy()}>
        <Icon aria-hidden className="size-3.5" />
        {label}
      </Button>
      <span role="status" className="text-table text-text-2">
        {says}
      </span>
    </span>
  )
}
