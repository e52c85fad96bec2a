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
    const stop = new AbortController()
    const timer = setInterval(() => {
      if (performance.now() - since > patienceMs) setLong(true)
      void isAsked(stop.signal).then((still) => {
        if (!still && !stop.signal.aborted) router.refresh()
      })
    }, lookMs)
    return () => {
      clearInterval(timer)
      stop.abort()
    }
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

/** Asking for the page itself each time would count as using the session. Where no answer comes, it is asked again. */
async function isAsked(signal: AbortSignal): Promise<boolean> {
  try {
    const answer = await fetch('/api/v1/demo', { signal })
    return answer.ok ? ((await answer.json()) as { asked: boolean }).asked : answer.status >= 500
  } catch {
    return true
  }
}
