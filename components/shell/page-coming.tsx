'use client'

import { clsx } from 'clsx'
import { usePathname } from 'next/navigation'
import { startTransition, useEffect, useOptimistic, type ReactNode } from 'react'
import { whenGoing } from './going.ts'
import { PageSkeleton } from './page-skeleton.tsx'

/**
 * Where another page takes longer than 200 ms, its place stands in the place of the one that is left. Next's own `loading.tsx` would
 * begin every answer with it: a page that is not there would then be a 200, a redirect a script, and nothing would be seen without
 * scripts. This is only for the way from one page to the next.
 */
export function PageComing({ children }: { children: ReactNode }) {
  const path = usePathname()
  // Falls back to null by itself, together with the transition in which it was set: the page is there, or it failed.
  const [to, setTo] = useOptimistic<string | null>(null)

  useEffect(() => whenGoing((path) => startTransition(() => setTo(path))), [setTo])

  const leaves = to !== null && to !== path
  return (
    <>
      <div className={clsx(leaves && 'leaving')}>{children}</div>
      {leaves ? (
        <div className="coming">
          <PageSkeleton path={to} />
        </div>
      ) : null}
    </>
  )
}
