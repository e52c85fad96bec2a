'use client'

import { clsx } from 'clsx'
import { useLinkStatus } from 'next/link'

/** Inside a link whose page may take a while: a line at its edge from the press until that page is there. Its link is `relative`. */
export function OnItsWay({ className }: { className: string }) {
  const { pending } = useLinkStatus()
  return pending ? <span aria-hidden data-on-its-way className={clsx('absolute rounded-full bg-accent', className)} /> : null
}
