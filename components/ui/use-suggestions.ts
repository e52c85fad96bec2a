'use client'

import { useEffect, useState } from 'react'

export type Suggestion = { value: string; name: string; detail?: string | null }

/** Typing waits this long for the next letter before the server is asked, in milliseconds. */
const pauseMs = 200

type Answer = { to: string; values: readonly Suggestion[]; says: string }
const unasked: Answer = { to: '', values: [], says: '' }

/** What the server suggests for the typed letters, and a sentence about it. An older answer never replaces a newer one. */
export function useSuggestions(url: string, text: string): Omit<Answer, 'to'> {
  const wanted = text.trim()
  const [answer, setAnswer] = useState(unasked)

  useEffect(() => {
    if (wanted === '') return
    const stop = new AbortController()
    const timer = setTimeout(() => {
      ask(url, wanted, stop.signal)
        .then(setAnswer)
        .catch(() => {
          if (!stop.signal.aborted) setAnswer({ to: wanted, values: [], says: 'The list cannot be read now. Type the whole name.' })
        })
    }, pauseMs)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [url, wanted])

  return answer.to === wanted ? answer : unasked
}

async function ask(url: string, text: string, signal: AbortSignal): Promise<Answer> {
  const response = await fetch(`${url}${url.includes('?') ? '&' : '?'}match=${encodeURIComponent(text)}`, { signal })
  if (!response.ok) throw new Error(`The list answered ${response.status}.`)
  const { values } = (await response.json()) as { values: readonly Suggestion[] }
  const many = values.length === 1 ? '1 suggestion' : `${values.length} suggestions`
  return { to: text, values, says: values.length === 0 ? `Nothing matches “${text}”.` : many }
}
