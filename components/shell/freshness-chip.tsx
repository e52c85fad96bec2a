import Link from 'next/link'
import { exactly, pastWords } from '@/components/ui/time-words.ts'
import { cn } from '@/components/ui/cn.ts'

type FreshnessProps = { asOf: Date | null; sources: number; lacking: number; running: number; now: Date; href: string | null }

/** "Data as of 3 h ago · 1 of 7 partial": how old the oldest complete reading is, and how much is missing. */
export function FreshnessChip({ asOf, sources, lacking, running, now, href }: FreshnessProps) {
  const says = [
    sources === 0 ? 'No source yet' : asOf ? `Data as of ${pastWords(asOf, now)}` : 'No complete sync yet',
    lacking > 0 ? `${lacking} of ${sources} incomplete` : '',
    running > 0 ? `${running} syncing` : '',
  ].filter(Boolean)
  const look = cn(
    'flex min-h-7 items-center gap-1.5 rounded-control border px-2 text-meta max-sm:hidden',
    lacking > 0 ? 'border-standing bg-standing-tint text-text' : 'border-line bg-bg text-text-2',
  )
  const title = asOf ? `Oldest complete sync: ${exactly(asOf)}` : undefined
  return href ? (
    <Link href={href} className={look} title={title}>
      {says.join(' · ')}
    </Link>
  ) : (
    <p className={look} title={title}>
      {says.join(' · ')}
    </p>
  )
}
