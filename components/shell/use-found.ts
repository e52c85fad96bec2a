'use client'

import { useEffect, useState } from 'react'
import type { Found } from '@/lib/model/token-row.ts'

/** Typing waits this long for the next letter before the server is asked, in milliseconds. */
const pauseMs = 150
/** The server looks for nothing shorter. */
const shortest = 2

type Answer = { to: string; found: readonly Found[]; problem: string | null }

/** What the server finds for the typed letters, within what this viewer may see. What was found before stays until the next answer. */
export function useFound(typed: string): { found: readonly Found[]; problem: string | null; waiting: boolean } {
  const wanted = typed.trim()
  const asks = wanted.length >= shortest
  const [answer, setAnswer] = useState<Answer>({ to: '', found: [], problem: null })

  useEffect(() => {
    if (!asks) return
    const stop = new AbortController()
    const timer = setTimeout(() => {
      find(wanted, stop.signal)
        .then(setAnswer)
        .catch(() => {
          if (!stop.signal.aborted)
            setAnswer({ to: wanted, found: [], problem: 'The search could not be reached. The pages are still here.' })
        })
    }, pauseMs)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [wanted, asks])

  if (!asks) return { found: [], problem: null, waiting: false }
  return { found: answer.found, problem: answer.to === wanted ? answer.problem : null, waiting: answer.to !== wanted }
}

async function find(to: string, signal: AbortSignal): Promise<Answer> {
  const response = await fetch(`/api/v1/find?${new URLSearchParams({ q: to })}`, { signal })
  if (response.ok) return { to, found: ((await response.json()) as { results: Found[] }).results, problem: null }
  const { detail } = (await response.json().catch(() => ({}))) as { detail?: string }
  return { to, found: [], problem: detail ?? 'The search failed. The pages are still here.' }
}
