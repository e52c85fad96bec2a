import type { ReactNode } from 'react'
import { cn } from '@/components/ui/cn.ts'

type LinesProps = {
  first: ReactNode
  second?: ReactNode
  /** The whole words, where a line may be too long for its column. */
  title?: string
  /** Keeps the first line to one line: for names and ids, of which the beginning tells enough. */
  cut?: boolean
}

/**
 * A cell of the list: what it is, and below it, quieter, what else is known. Words wrap rather than lose their end; only a
 * name is cut. In the compact density the second line is left to the title.
 */
export function Lines({ first, second, title, cut }: LinesProps) {
  return (
    <div title={title} className="min-w-0 wrap-break-word">
      <div className={cn('group-data-compact/list:truncate', cut ? 'truncate' : 'line-clamp-2 group-data-compact/list:line-clamp-1')}>
        {first}
      </div>
      {second ? (
        <div className={cn('text-meta text-text-3 group-data-compact/list:hidden', cut ? 'truncate' : 'line-clamp-2')}>{second}</div>
      ) : null}
    </div>
  )
}
