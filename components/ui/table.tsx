import type { ComponentProps, ReactNode } from 'react'
import { cn } from './cn.ts'

/** A native table in a labelled region that scrolls by itself, so that the page never scrolls sideways. */
export function Table({ caption, children, className }: { caption: string; children: ReactNode; className?: string }) {
  return (
    <div
      role="region"
      aria-label={caption}
      tabIndex={0}
      className={cn('relative overflow-x-auto rounded-panel border border-line', className)}
    >
      <table className="w-full border-collapse text-left text-table">
        <caption className="sr-only">{caption}</caption>
        {children}
      </table>
    </div>
  )
}

/** A column's heading. */
export function Th({ className, ...rest }: ComponentProps<'th'>) {
  return (
    <th
      scope="col"
      className={cn(
        'h-9 border-b border-line bg-panel px-2 align-middle first:pl-3 last:pr-3 text-meta font-medium whitespace-nowrap text-text-2',
        className,
      )}
      {...rest}
    />
  )
}

/** A cell. */
export function Td({ className, ...rest }: ComponentProps<'td'>) {
  return <td className={cn('px-2 py-1.5 align-top first:pl-3 last:pr-3', className)} {...rest} />
}

/** A row; lines rather than stripes. */
export function Tr({ className, ...rest }: ComponentProps<'tr'>) {
  return <tr className={cn('border-b border-line last:border-b-0', className)} {...rest} />
}

/** Two lines of a cell: what it is, and below it, quieter, what else is known of it. */
export function TwoLines({ first, second }: { first: ReactNode; second?: ReactNode }) {
  return (
    <>
      <div className="truncate">{first}</div>
      <div className="truncate text-meta text-text-3">{second}</div>
    </>
  )
}
