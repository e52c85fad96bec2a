import { ChevronLeft, ChevronRight, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { buttonLook } from '@/components/ui/button.tsx'
import { cn } from '@/components/ui/cn.ts'
import { Link } from '@/components/ui/link.tsx'

/** Another token of the list, and the address with its drawer open. */
type Beside = { id: string; href: string }

type DrawerHeadProps = {
  id: string
  name: string
  retired: boolean
  says: ReactNode
  page: string
  close: string
  previous: Beside | null
  next: Beside | null
}

const icon = cn(buttonLook({ kind: 'bare' }), 'size-8 min-h-8 px-0 pointer-coarse:size-11')

/** The drawer's heading, with its way on: the row before, the row after, the whole page, and out. */
export function DrawerHead({ id, name, retired, says, page, close, previous, next }: DrawerHeadProps) {
  return (
    <div className="sticky top-0 z-10 border-b border-line bg-bg px-5 pt-2 pb-3">
      <nav aria-label="Drawer" className="flex items-center gap-1 text-table">
        <Step to={previous} rel="prev" label="Previous token ([)">
          <ChevronLeft aria-hidden className="size-4" />
        </Step>
        <Step to={next} rel="next" label="Next token (])">
          <ChevronRight aria-hidden className="size-4" />
        </Step>
        <Link
          href={page}
          className="ml-2 inline-flex min-h-6 items-center text-accent underline decoration-1 underline-offset-2 hover:decoration-2 pointer-coarse:min-h-11"
        >
          Open the full page
        </Link>
        <Link
          href={close}
          scroll={false}
          data-close
          data-token={id}
          aria-label="Close the drawer (Esc)"
          title="Close (Esc)"
          className={cn(icon, 'ml-auto')}
        >
          <X aria-hidden className="size-4" />
        </Link>
      </nav>
      <h2 id="drawer-title" className={cn('mt-1 text-title break-words', retired && 'text-retired')}>
        {name}
      </h2>
      {says}
    </div>
  )
}

/**
 * Replaces the address, so that Back leaves the drawer and does not walk through every token that was looked at.
 * `data-token` says, as on a row, that the list itself stays as it is.
 */
function Step({ to, rel, label, children }: { to: Beside | null; rel: 'prev' | 'next'; label: string; children: ReactNode }) {
  return to ? (
    <Link href={to.href} data-token={to.id} replace scroll={false} rel={rel} aria-label={label} title={label} className={icon}>
      {children}
    </Link>
  ) : (
    <button type="button" disabled aria-label={label} title={label} className={icon}>
      {children}
    </button>
  )
}
