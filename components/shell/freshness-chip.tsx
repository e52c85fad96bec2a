import { TriangleAlert } from 'lucide-react'
import Link from 'next/link'
import { cn } from '@/components/ui/cn.ts'
import { exactly } from '@/components/ui/time-words.ts'
import { freshnessWords, type Freshness } from './freshness-words.ts'

type ChipProps = { freshness: Freshness; now: Date; href: string | null }

/** How old the oldest complete reading is, and how much is missing. On a phone only what is missing, where something is. */
export function FreshnessChip({ freshness, now, href }: ChipProps) {
  const says = freshnessWords(freshness, now)
  const lacks = says.lacking !== ''
  const look = cn(
    'flex min-h-8 items-center gap-1.5 rounded-control border px-2 text-meta whitespace-nowrap pointer-coarse:min-h-11',
    lacks ? 'border-standing bg-standing-tint text-text' : 'border-line bg-bg text-text-2 max-sm:hidden',
  )
  const title = freshness.asOf ? `Oldest complete sync: ${exactly(freshness.asOf)}` : undefined
  const words = (
    <>
      {lacks ? <TriangleAlert aria-hidden className="size-3.5 text-standing" /> : null}
      <span className="max-sm:sr-only">{says.asOf}</span>
      {lacks ? (
        <>
          <span aria-hidden className="max-lg:hidden">
            ·
          </span>
          <span className="max-lg:sr-only">{says.lacking}</span>
        </>
      ) : null}
      {says.running ? <span className="max-lg:hidden">· {says.running}</span> : null}
    </>
  )
  return href ? (
    <Link href={href} className={look} title={title}>
      {words}
    </Link>
  ) : (
    <p className={look} title={title}>
      {words}
    </p>
  )
}
