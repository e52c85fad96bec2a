'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useState, useTransition } from 'react'
import { changedRows } from '@/lib/model/changed-rows.ts'

type ChangesWatchProps = {
  /** Where the marks of this very page are read anew. */
  href: string
  /** The marks of the rows that are shown, in order. */
  marks: string
}

const every = 30_000

/** Offers what changed since the page was made: nothing moves by itself. Asks only while somebody looks. */
export function ChangesWatch({ href, marks }: ChangesWatchProps) {
  const router = useRouter()
  const [showing, start] = useTransition()
  const [seen, setSeen] = useState({ of: marks, changed: 0 })

  useEffect(() => {
    async function ask() {
      if (document.visibilityState !== 'visible') return
      const answer = await fetch(href).catch(() => null) // Away for a moment: asked again in half a minute.
      if (!answer?.ok) return
      const { marks: now } = (await answer.json()) as { marks: string[] }
      setSeen({ of: marks, changed: changedRows(marks.split(' '), now) })
    }
    const timer = setInterval(() => void ask(), every)
    return () => clearInterval(timer)
  }, [href, marks])

  const changed = seen.of === marks ? seen.changed : 0
  return (
    <p role="status" className="text-table empty:hidden">
      {changed > 0 ? (
        <>
          {changed} {changed === 1 ? 'row' : 'rows'} changed ·{' '}
          <button
            type="button"
            disabled={showing}
            onClick={() => start(() => router.refresh())}
            className="min-h-6 font-medium text-accent underline underline-offset-2 pointer-coarse:min-h-11"
          >
            Show
          </button>
        </>
      ) : null}
    </p>
  )
}
