'use client'

import { useRouter } from 'next/navigation'
import { useCallback, useEffect, useRef } from 'react'

const attendedMs = 10 * 60_000
const signs = ['pointermove', 'pointerdown', 'keydown'] as const

/**
 * Asks for the page anew: at once where somebody was at it in the last ten minutes, else when they come back. Asking for a page
 * counts as using the session, and one that nobody uses has to end.
 */
export function useAttendedRefresh(): () => void {
  const router = useRouter()
  const seen = useRef({ at: 0, behind: false })

  useEffect(() => {
    const { current } = seen
    function note() {
      current.at = performance.now()
      if (!current.behind) return
      current.behind = false
      router.refresh()
    }
    current.at = performance.now()
    for (const sign of signs) addEventListener(sign, note, { passive: true })
    return () => {
      for (const sign of signs) removeEventListener(sign, note)
    }
  }, [router])

  return useCallback(() => {
    if (performance.now() - seen.current.at < attendedMs) router.refresh()
    else seen.current.behind = true
  }, [router])
}
