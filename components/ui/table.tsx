import { clsx } from 'clsx'
import type { ComponentProps, ReactNode } from 'react'

type TableProps = {
  caption: string
  /** Under 768 px each row is a card: its first cell the heading, each other cell after its `label`. */
  cards?: boolean
  /** Header and first column stay in sight where it is drawn as a table; the region then scrolls both ways. */
  sticks?: boolean
  className?: string
  children: ReactNode
}

/**
 * A native table in a labelled region that scrolls by itself, so that the page never scrolls sideways. The roles are written
 * out because a table that is drawn as cards would lose its own.
 */
export function Table({ caption, cards, sticks, children, className }: TableProps) {
  return (
    <div
      role="region"
      aria-label={caption}
      tabIndex={0}
      className={clsx(
        'relative overflow-x-auto rounded-panel border border-line',
        cards && 'cards-region',
        // What takes the focus is scrolled out from under the header and the first column.
        sticks && 'scroll-pt-10 scroll-pl-48 md:max-h-[calc(100dvh-10rem)] md:overflow-y-auto',
        className,
      )}
    >
      <table role="table" className={clsx('w-full border-collapse text-left text-table', cards && 'cards', sticks && 'sticks')}>
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
      role="columnheader"
      className={clsx(
        'h-9 border-b border-line bg-panel px-2 align-middle first:pl-3 last:pr-3 text-meta font-medium whitespace-nowrap text-text-2',
        className,
      )}
      {...rest}
    />
  )
}

/** A cell. `label` is its column's name, which stands before it where the table is drawn as cards. */
export function Td({ className, label, ...rest }: ComponentProps<'td'> & { label?: string }) {
  return <td role="cell" data-label={label} className={clsx('px-2 py-1.5 align-top first:pl-3 last:pr-3', className)} {...rest} />
}

/** A row; lines rather than stripes. `data-key-row` on it lets `j` and `k` stop there. */
export function Tr({ className, ...rest }: ComponentProps<'tr'>) {
  return <tr role="row" className={clsx('border-b border-line last:border-b-0', className)} {...rest} />
}

/** Two lines of a cell: what it is, and below it, quieter, what else is known of it. */
export function TwoLines({ first, second }: { first: ReactNode; second?: ReactNode }) {
  return (
    <>
      <div className="wrap-break-word">{first}</div>
      <div className="text-meta wrap-break-word text-text-3">{second}</div>
    </>
  )
}
