import { clsx } from 'clsx'

/** The place of something that is being read: shown only where that takes longer than 200 ms. Give it the size of what comes. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={clsx('late rounded-control bg-panel', className)} />
}

/** The place of a list: its head and so many rows. `says` is what a screen reader hears. */
export function TableSkeleton({ rows = 10, says }: { rows?: number; says: string }) {
  return (
    <div role="status" className="late overflow-hidden rounded-panel border border-line">
      <span className="sr-only">{says}</span>
      <div className="h-9 border-b border-line bg-panel" />
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="flex h-12 items-center gap-6 border-b border-line px-3 last:border-b-0">
          <div className="h-3 w-2/5 rounded-control bg-panel" />
          <div className="h-3 w-1/5 rounded-control bg-panel" />
          <div className="h-3 w-1/5 rounded-control bg-panel max-sm:hidden" />
        </div>
      ))}
    </div>
  )
}
