'use client'

import { lazy, Suspense, useEffect, useState } from 'react'
import type { SessionLeft } from './session-dialog.tsx'

const SessionDialog = lazy(() => import('./session-dialog.tsx').then(({ SessionDialog }) => ({ default: SessionDialog })))

/** This long ahead somebody is warned (WCAG 2.2.1 asks for twenty seconds). */
const aheadMs = 120_000
/** Asked again so soon where the server did not answer. */
const againMs = 30_000

/** Warns two minutes before the session ends, and says so when it has. Other tabs and requests prolong it, so the server is asked first. */
export function SessionEnd({ seconds }: { seconds: number }) {
  const [left, setLeft] = useState<SessionLeft | 'ended' | null>(null)
  const [checkIn, setCheckIn] = useState({ ms: Math.max(seconds * 1_000 - aheadMs, 0) })

  useEffect(() => {
    const stop = new AbortController()
    async function check() {
      const answer = await askSession('GET', stop.signal)
      if (stop.signal.aborted) return
      if (answer === 'unknown') return setCheckIn({ ms: againMs })
      const wait = answer === 'ended' ? 0 : answer.seconds * 1_000 - aheadMs
      setLeft(wait > 0 ? null : answer)
      // At the end it is asked once more, so that the page says what is true.
      if (answer !== 'ended') setCheckIn({ ms: wait > 0 ? wait : answer.seconds * 1_000 + 1_000 })
    }
    const timer = setTimeout(() => void check(), checkIn.ms)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [checkIn])

  async function stay() {
    const answer = await askSession('POST')
    if (answer === 'unknown') return
    setLeft(answer === 'ended' ? answer : null)
    if (answer !== 'ended') setCheckIn({ ms: Math.max(answer.seconds * 1_000 - aheadMs, againMs) })
  }

  return left === null ? null : (
    <Suspense fallback={null}>
      <SessionDialog left={left} onStay={() => void stay()} onClose={() => setLeft(null)} />
    </Suspense>
  )
}

async function askSession(method: 'GET' | 'POST', signal?: AbortSignal): Promise<SessionLeft | 'ended' | 'unknown'> {
  try {
    const response = await fetch('/api/v1/session', { method, signal })
    if (response.status === 401) return 'ended'
    return response.ok ? ((await response.json()) as SessionLeft) : 'unknown'
  } catch {
    return 'unknown'
  }
}
