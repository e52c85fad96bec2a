import { TriangleAlert } from 'lucide-react'
import { cn } from '@/components/ui/cn.ts'
import { Link } from '@/components/ui/link.tsx'
import { exactly } from '@/components/ui/time-words.ts'
import { freshnessWords, type Freshness } from './freshness-words.ts'

type ChipProps = {
  freshness: Freshness
  now: Date
  /** The times are by the demo's clock, and it is not the real one's. */
  demoClock: boolean
  href: string | null
}

/** How old the oldest complete reading is, and how much is missing. On a phone only what is missing, where something is. */
export function FreshnessChip({ freshness, now, demoClock, href }: ChipProps) {
  const says = freshnessWords(freshness, now)
  const lacks = says.lacking !== ''
  const look = cn(
    'flex min-h-8 items-center gap-1.5 rounded-control border px-2 text-meta whitespace-nowrap pointer-coarse:min-h-11',
    lacks ? 'border-standing bg-standing-tint text-text' : 'border-line bg-bg text-text-2 max-sm:hidden',
  )
  const title = freshness.asOf ? `Oldest complete sync: ${exactly(freshness.asOf)}${demoClock ? ', by the demo’s clock' : ''}` : undefined
  const words = (
    <>
      {lacks ? <TriangleAlert aria-hidden className="size-3.5 text-standing" /> : null}
      <span className="max-sm:sr-only">{says.asOf}</span>
      {demoClock && freshness.asOf ? <span className="max-lg:sr-only">by the demo’s clock</span> : null}
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
