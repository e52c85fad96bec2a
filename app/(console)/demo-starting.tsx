'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import { Notice } from '@/components/ui/notice.tsx'

const lookMs = 2_000
const patienceMs = 60_000

/** Waits for the made-up company, and goes on to the inventory by the page's own redirect once it is there. */
export function DemoStarting() {
  const router = useRouter()
  const [long, setLong] = useState(false)
  useEffect(() => {
    const since = performance.now()
    const timer = setInterval(() => {
      if (performance.now() - since > patienceMs) setLong(true)
      router.refresh()
    }, lookMs)
    return () => clearInterval(timer)
  }, [router])
  if (long)
    return (
      <Notice tone="warning" role="status" title="The made-up company has not begun after a minute.">
        <p>It is started by npm start alone. Look whether that still runs, or stop it and start it again: it goes on from here.</p>
      </Notice>
    )
  return (
    <Notice tone="info" role="status" title="The made-up company is starting.">
      <p>It is connected and read like any other, in less than a minute. This page goes on by itself; without scripts, reload it.</p>
    </Notice>
  )
}
