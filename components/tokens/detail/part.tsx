import type { ReactNode } from 'react'
import { cn } from '@/components/ui/cn.ts'

type PartProps = {
  id: string
  title: string
  says?: ReactNode
  /** Under a page's own heading, or under the drawer's. */
  level?: 'h2' | 'h3'
  className?: string
  children: ReactNode
}

/** A part of what is said of a token, under a heading that an address can name. */
export function Part({ id, title, says, level: Heading = 'h2', className, children }: PartProps) {
  return (
    <section id={id} className={cn('scroll-mt-20', className)}>
      <Heading className="text-section">{title}</Heading>
      {says ? <p className="max-w-[72ch] text-table text-text-2">{says}</p> : null}
      <div className="mt-2">{children}</div>
    </section>
  )
}
