import { cn } from '@/components/ui/cn.ts'
import { Link } from '@/components/ui/link.tsx'
import { countWords } from '@/components/ui/time-words.ts'

export type Shown = { label: string; count: number; href: string; here: boolean }

/** The kinds of a list with how many there are of each; one is on. A kind that has none is there, and is no link. */
export function ShowLinks({ label, shows }: { label: string; shows: readonly Shown[] }) {
  return (
    <nav aria-label={label} className="flex flex-wrap gap-1.5">
      {shows.map(({ label: word, count, href, here }) => {
        const look = cn(
          'inline-flex min-h-8 items-center gap-1.5 rounded-control border px-2.5 text-table pointer-coarse:min-h-11',
          here ? 'border-accent bg-selected text-text' : 'border-line text-text-2',
        )
        const says = (
          <>
            {word} <span className="text-text-3">{countWords(count)}</span>
          </>
        )
        return count === 0 && !here ? (
          <span key={word} className={look}>
            {says}
          </span>
        ) : (
          <Link key={word} href={href} aria-current={here ? 'true' : undefined} className={cn(look, 'hover:text-text')}>
            {says}
          </Link>
        )
      })}
    </nav>
  )
}
