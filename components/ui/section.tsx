import type { ReactNode } from 'react'
import { cn } from './cn.ts'

/** A part of a page under its own heading. */
export function Section({
  title,
  id,
  says,
  className,
  children,
}: {
  title: string
  /** What a link to this part of the page names it by. */
  id?: string
  says?: ReactNode
  className?: string
  children: ReactNode
}) {
  return (
    <section id={id} className={cn('mb-8 scroll-mt-14', className)}>
      <h2 className="text-section">{title}</h2>
      {says ? <p className="max-w-[72ch] text-table text-text-2">{says}</p> : null}
      <div className="mt-2">{children}</div>
    </section>
  )
}
