import { CircleCheck, CircleDashed, CircleX, LoaderCircle, TriangleAlert } from 'lucide-react'
import type { RunState as RunStateName } from '@/lib/model/source.ts'
import { cn } from '@/components/ui/cn.ts'
import { runWord } from './run-words.ts'

const looks = {
  running: { icon: LoaderCircle, look: 'text-accent' },
  complete: { icon: CircleCheck, look: 'text-fine' },
  partial: { icon: TriangleAlert, look: 'text-standing' },
  failed: { icon: CircleX, look: 'text-revoke' },
  cancelled: { icon: CircleDashed, look: 'text-text-2' },
} as const

/** How a sync stands or ended: a mark and its word. */
export function RunState({ state }: { state: RunStateName | null }) {
  if (!state) return <span className="text-text-3">never synced</span>
  const { icon: Icon, look } = looks[state]
  return (
    <span className={cn('inline-flex items-center gap-1.5 font-medium whitespace-nowrap', look)}>
      <Icon aria-hidden className="size-4" />
      {runWord[state]}
    </span>
  )
}
