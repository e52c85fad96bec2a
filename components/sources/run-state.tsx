import { clsx } from 'clsx'
import { CircleCheck, CircleDashed, CircleX, Clock, LoaderCircle, TriangleAlert } from 'lucide-react'
import { standingWord } from './run-words.ts'
import type { Standing } from './source-standing.ts'

const looks = {
  running: { icon: LoaderCircle, look: 'text-accent' },
  complete: { icon: CircleCheck, look: 'text-fine' },
  partial: { icon: TriangleAlert, look: 'text-standing' },
  stale: { icon: Clock, look: 'text-standing' },
  failed: { icon: CircleX, look: 'text-revoke' },
  cancelled: { icon: CircleDashed, look: 'text-text-2' },
  never: { icon: CircleDashed, look: 'text-text-2' },
} as const

/** How a source or one of its syncs stands: a mark and its word. */
export function RunState({ state }: { state: Standing }) {
  const { icon: Icon, look } = looks[state]
  return (
    <span className={clsx('inline-flex items-center gap-1.5 font-medium whitespace-nowrap', look)}>
      <Icon aria-hidden className="size-4" />
      {standingWord[state]}
    </span>
  )
}
