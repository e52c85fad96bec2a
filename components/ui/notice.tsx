import { clsx } from 'clsx'
import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'

const tones = {
  info: { icon: Info, word: 'Note', look: 'border-accent bg-selected', mark: 'text-accent' },
  warning: { icon: TriangleAlert, word: 'Warning', look: 'border-standing bg-standing-tint', mark: 'text-standing' },
  error: { icon: CircleAlert, word: 'Error', look: 'border-revoke bg-revoke-tint', mark: 'text-revoke' },
  success: { icon: CircleCheck, word: 'Done', look: 'border-fine bg-fine-tint', mark: 'text-fine' },
} as const

type NoticeProps = { tone: keyof typeof tones; title: string; children?: ReactNode; className?: string; role?: 'alert' | 'status' }

/** A message in the page: what happened, what is still true, what to do. Its icon has a word for those who do not see it. */
export function Notice({ tone, title, children, className, role }: NoticeProps) {
  const { icon: Icon, word, look, mark } = tones[tone]
  return (
    <div role={role} className={clsx('flex gap-3 rounded-panel border px-4 py-3 text-text', look, className)}>
      <Icon aria-hidden className={clsx('mt-0.5 size-4 shrink-0', mark)} />
      <div className="flex min-w-0 flex-col gap-1">
        <p className="font-semibold">
          <span className="sr-only">{word}: </span>
          {title}
        </p>
        {children}
      </div>
    </div>
  )
}
