'use client'

import { useEffect, useRef, type MouseEvent } from 'react'
import { Notice } from './notice.tsx'

type Problem = { message: string; issues: readonly { where: string; what: string }[]; requestId?: string }

type FormProblemProps = {
  state: Problem
  labels?: Readonly<Record<string, string>>
  /** The control's name (or id) by what is wrong, where that is called otherwise. */
  names?: Readonly<Record<string, string>>
}

const ahead = 'Error: '

/**
 * Why a form was refused: the sentence, the fields (by their `labels`, each leading to its field), and what to quote when it
 * was our fault. Stands at the top of the form and takes the focus each time; as long as it stands, the page's title begins with it.
 */
export function FormProblem({ state, labels = {}, names = {} }: FormProblemProps) {
  const { message, issues, requestId } = state
  const ref = useRef<HTMLDivElement>(null)

  useEffect(() => ref.current?.focus(), [state])

  useEffect(() => {
    const begin = () => {
      if (!document.title.startsWith(ahead)) document.title = ahead + document.title
    }
    begin()
    // The page's own title may come after this, and again with whatever is shown anew.
    const titles = new MutationObserver(begin)
    titles.observe(document.head, { childList: true, subtree: true, characterData: true })
    return () => {
      titles.disconnect()
      document.title = document.title.replace(ahead, '')
    }
  }, [])

  const named = (where: string) => names[where] ?? where

  function lead(event: MouseEvent, where: string) {
    const field = fieldNamed(ref.current?.closest('form') ?? null, named(where))
    if (!field) return
    event.preventDefault()
    field.focus()
  }

  return (
    <div ref={ref} tabIndex={-1} className="rounded-panel">
      <Notice tone="error" role="alert" title={message}>
        {issues.length > 0 ? (
          <ul className="list-disc pl-4 text-table">
            {issues.map(({ where, what }) => (
              <li key={`${where} ${what}`}>
                {labels[where] ? (
                  <a href={`#${named(where)}`} onClick={(event) => lead(event, where)} className="font-medium underline underline-offset-2">
                    {labels[where]}
                  </a>
                ) : (
                  <span className="font-medium">{where.replace(/^(?:settings|credential)\./, '')}</span>
                )}
                {what === message ? null : `: ${what}`}
              </li>
            ))}
          </ul>
        ) : null}
        {requestId ? (
          <p className="text-table text-text-2">
            Request <code className="font-mono">{requestId}</code>, which the log explains.
          </p>
        ) : null}
      </Notice>
    </div>
  )
}

function fieldNamed(form: HTMLFormElement | null, name: string): HTMLElement | null {
  const named = form?.elements.namedItem(name) ?? document.getElementById(name)
  const field = named instanceof RadioNodeList ? named[0] : named
  return field instanceof HTMLElement && !(field instanceof HTMLInputElement && field.type === 'hidden')
    ? field
    : document.getElementById(name)
}
