import { clsx } from 'clsx'
import type { Verdict as VerdictName } from '@/lib/model/score.ts'
import { verdictWord } from './verdict-words.ts'

const look: Readonly<Record<VerdictName, string>> = {
  'revoke-now': 'text-revoke',
  'standing-privilege': 'text-standing',
  'acceptable-with-controls': 'text-controls',
  acceptable: 'text-fine',
  retired: 'text-retired',
}

/** The verdict's mark. Each has a silhouette of its own, so that it can be told without its colour. */
export function VerdictGlyph({ verdict, className }: { verdict: VerdictName; className?: string }) {
  return (
    <svg aria-hidden viewBox="0 0 16 16" className={clsx('size-4 shrink-0', look[verdict], className)}>
      {shapes[verdict]}
    </svg>
  )
}

const shapes: Readonly<Record<VerdictName, React.ReactNode>> = {
  'revoke-now': (
    <>
      <path d="M5 1h6l4 4v6l-4 4H5l-4-4V5z" fill="currentColor" />
      <path d="M8 4v5M8 11v1.2" fill="none" stroke="var(--bg)" strokeWidth="2" />
    </>
  ),
  'standing-privilege': <path d="M8 1.5 15.2 14.5H.8z" fill="currentColor" />,
  'acceptable-with-controls': (
    <>
      <circle cx="8" cy="8" r="6.5" fill="none" stroke="currentColor" strokeWidth="1.75" />
      <path d="M8 1.5a6.5 6.5 0 0 0 0 13z" fill="currentColor" />
    </>
  ),
  acceptable: (
    <>
      <circle cx="8" cy="8" r="6.5" fill="none" stroke="currentColor" strokeWidth="1.75" />
      <path d="m4.8 8.2 2.3 2.3 4.2-4.6" fill="none" stroke="currentColor" strokeWidth="1.75" />
    </>
  ),
  retired: <circle cx="8" cy="8" r="6.5" fill="none" stroke="currentColor" strokeWidth="1.75" strokeDasharray="2.6 2" />,
}

type VerdictProps = {
  verdict: VerdictName
  /** Fills behind it, where the verdict is what the line is about. */
  tint?: boolean
  /** May take two lines, in a narrow column. */
  wraps?: boolean
  className?: string
}

/** Glyph and word; the same everywhere. */
export function Verdict({ verdict, tint, wraps, className }: VerdictProps) {
  return (
    <span
      className={clsx(
        'inline-flex items-center gap-1.5 font-medium',
        !wraps && 'whitespace-nowrap',
        look[verdict],
        tint && 'rounded-control px-1.5',
        tint && verdict === 'revoke-now' && 'bg-revoke-tint',
        className,
      )}
    >
      <VerdictGlyph verdict={verdict} />
      {verdictWord[verdict]}
    </span>
  )
}
