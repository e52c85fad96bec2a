import Link from 'next/link'
import { cn } from '@/components/ui/cn.ts'
import { leastWords } from '@/components/ui/time-words.ts'

/** A figure that asks for somebody, and the list that it counts. `asks`: how it is drawn where it is not zero. */
export type Attention = { title: string; says: string; count: number; href: string; asks: 'now' | 'soon' }

/** Four figures to begin a morning with; one that is nothing is quiet. */
export function AttentionStrip({ figures, atLeast }: { figures: readonly Attention[]; atLeast: boolean }) {
  return (
    <ul aria-label="What needs attention" className="mb-6 grid grid-cols-2 gap-3 xl:grid-cols-4">
      {figures.map(({ title, says, count, href, asks }) => (
        <li key={title} className="flex">
          <Link
            href={href}
            className="flex min-w-0 flex-1 flex-col rounded-panel border border-line px-4 py-3 hover:border-control hover:bg-panel"
          >
            <span className="text-table font-medium text-text-2">{title}</span>
            <span
              className={cn(
                'text-headline',
                count === 0 ? 'text-text-3' : asks === 'now' ? 'text-revoke' : 'text-standing',
                atLeast && 'text-section leading-8',
              )}
            >
              {leastWords(count, atLeast)}
            </span>
            <span className="text-meta text-text-3">{says}</span>
          </Link>
        </li>
      ))}
    </ul>
  )
}
