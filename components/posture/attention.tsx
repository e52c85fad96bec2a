import { cn } from '@/components/ui/cn.ts'
import { Link } from '@/components/ui/link.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { leastAlone } from '@/components/ui/time-words.ts'

/**
 * A figure that asks for somebody, and the list that it counts. `asks`: how it is drawn where it is not zero. `more`: another figure beside
 * it, with a list of its own.
 */
export type Attention = {
  title: string
  says: string
  count: number
  href: string
  asks: 'now' | 'soon'
  more?: { says: string; href: string } | null
}

/** Four figures to begin a morning with; one that is nothing is quiet. */
export function AttentionStrip({ figures, atLeast }: { figures: readonly Attention[]; atLeast: boolean }) {
  return (
    <ul aria-label="What needs attention" className="mb-6 grid grid-cols-2 gap-3 xl:grid-cols-4">
      {figures.map(({ title, says, count, href, asks, more }) => (
        <li
          key={title}
          className="relative flex min-w-0 flex-col rounded-panel border border-line px-4 py-3 focus-within:border-control hover:border-control hover:bg-panel"
        >
          {/* The whole card opens the list of its number; another number in it has its own link above that. */}
          <Link href={href} className="flex min-w-0 flex-col after:absolute after:inset-0 after:rounded-panel">
            <span className="text-table font-medium text-text-2">{title}</span>
            <span
              className={cn(
                'text-headline',
                count === 0 ? 'text-text-3' : asks === 'now' ? 'text-revoke' : 'text-standing',
                atLeast && 'text-section leading-8',
              )}
            >
              {leastAlone(count, atLeast)}
            </span>
            <span className="text-meta text-text-3">{says}</span>
          </Link>
          {more ? (
            <TextLink href={more.href} className="relative z-[1] inline-flex min-h-6 w-fit items-center text-meta pointer-coarse:min-h-11">
              {more.says}
            </TextLink>
          ) : null}
        </li>
      ))}
    </ul>
  )
}
