import { ArrowDown, ArrowUp } from 'lucide-react'
import { cn } from '@/components/ui/cn.ts'
import { Link } from '@/components/ui/link.tsx'
import type { Column } from './columns.tsx'
import { hrefSorted, runsDown, type Listed } from './list-hrefs.ts'

type HeadingProps = { column: Pick<Column, 'head' | 'sort' | 'right'>; list: Listed; className?: string }

/** A column's heading. One that sorts says which way, and pressed again turns it round. */
export function Heading({ column: { head, sort, right }, list, className }: HeadingProps) {
  const current = sort !== undefined && list.search.sort === sort
  const down = sort !== undefined && runsDown(sort, list.search.reversed)
  const Arrow = down ? ArrowDown : ArrowUp
  return (
    <th
      scope="col"
      role="columnheader"
      aria-sort={current ? (down ? 'descending' : 'ascending') : undefined}
      className={cn(
        'sticky top-(--head) z-20 h-9 border-b border-line bg-panel px-1.5 align-middle @min-[1320px]:px-2 text-meta font-medium whitespace-nowrap text-text-2 last:rounded-tr-panel last:pr-3',
        right && 'text-right',
        className,
      )}
    >
      {sort ? (
        <Link href={hrefSorted(list, sort)} className="inline-flex min-h-6 items-center gap-1 hover:text-text pointer-coarse:min-h-11">
          {head}
          {current ? <Arrow aria-hidden className="size-3" /> : null}
        </Link>
      ) : (
        head
      )}
    </th>
  )
}
