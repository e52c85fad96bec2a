import { ChevronLeft, ChevronRight, X } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { buttonLook } from '@/components/ui/button.tsx'
import { cn } from '@/components/ui/cn.ts'

type DrawerHeadProps = {
  name: string
  retired: boolean
  says: ReactNode
  page: string
  close: string
  previous: string | null
  next: string | null
}

const icon = cn(buttonLook({ kind: 'bare' }), 'size-8 min-h-8 px-0')

/** The drawer's heading, with its way on: the row before, the row after, the whole page, and out. */
export function DrawerHead({ name, retired, says, page, close, previous, next }: DrawerHeadProps) {
  return (
    <div className="sticky top-0 z-10 border-b border-line bg-bg px-5 pt-2 pb-3">
      <nav aria-label="Drawer" className="flex items-center gap-1 text-table">
        <Step href={previous} rel="prev" label="Previous token ([)">
          <ChevronLeft aria-hidden className="size-4" />
        </Step>
        <Step href={next} rel="next" label="Next token (])">
          <ChevronRight aria-hidden className="size-4" />
        </Step>
        <Link href={page} className="ml-2 text-accent underline decoration-1 underline-offset-2 hover:decoration-2">
          Open the full page
        </Link>
        <Link
          href={close}
          scroll={false}
          data-close
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

/** Replaces the address, so that Back leaves the drawer and does not walk through every token that was looked at. */
function Step({ href, rel, label, children }: { href: string | null; rel: 'prev' | 'next'; label: string; children: ReactNode }) {
  return href ? (
    <Link href={href} replace scroll={false} rel={rel} aria-label={label} title={label} className={icon}>
      {children}
    </Link>
  ) : (
    <button type="button" disabled aria-label={label} title={label} className={icon}>
      {children}
    </button>
  )
}
