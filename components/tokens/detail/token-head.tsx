import { ChevronLeft, ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from '@/components/ui/cn.ts'
import { buttonLook } from '@/components/ui/button.tsx'
import { Link } from '@/components/ui/link.tsx'

type TokenHeadProps = {
  name: string
  /** Greyed for a token that is no longer live. */
  retired: boolean
  says: ReactNode
  /** The list it was opened from. */
  back: string
  /** What that list is called. */
  view: string | null
  previous: string | null
  next: string | null
}

/** A token's name, where it stands in the list it was opened from, and the way back there. */
export function TokenHead({ name, retired, says, back, view, previous, next }: TokenHeadProps) {
  return (
    <div className="mb-4">
      <nav aria-label="In the list" className="mb-2 flex items-center gap-2 text-table">
        <Link href={back} className="mr-auto inline-flex min-h-6 items-center gap-1 text-text-2 hover:text-text pointer-coarse:min-h-11">
          <ChevronLeft aria-hidden className="size-4" />
          {view ? `Tokens: ${view}` : 'Tokens'}
        </Link>
        <Step href={previous} label="Previous">
          <ChevronLeft aria-hidden className="size-4" />
        </Step>
        <Step href={next} label="Next">
          <ChevronRight aria-hidden className="size-4" />
        </Step>
      </nav>
      <h1 className={cn('text-title break-words', retired && 'text-retired')}>{name}</h1>
      <div className="mt-1 text-text-2">{says}</div>
    </div>
  )
}

function Step({ href, label, children }: { href: string | null; label: 'Previous' | 'Next'; children: ReactNode }) {
  const look = cn(buttonLook({ kind: 'quiet' }), 'px-2')
  const name = `${label} token`
  const key = label === 'Next' ? { 'data-key-next': '' } : { 'data-key-previous': '' }
  return href ? (
    <Link href={href} rel={label === 'Next' ? 'next' : 'prev'} {...key} aria-label={name} title={name} className={look}>
      {children}
    </Link>
  ) : (
    <button type="button" disabled aria-label={name} title={name} className={look}>
      {children}
    </button>
  )
}
