import { CircleCheck, CircleDashed, CircleMinus, CircleSlash, CircleX, Hammer, TriangleAlert } from 'lucide-react'
import { cn } from '@/components/ui/cn.ts'
import { TextLink } from '@/components/ui/text-link.tsx'
import type { CoverageLine } from './coverage-table.tsx'

const looks = {
  seen: { icon: CircleCheck, look: 'text-fine' },
  'not-permitted': { icon: CircleX, look: 'text-revoke' },
  incomplete: { icon: TriangleAlert, look: 'text-standing' },
  'not-yet': { icon: CircleDashed, look: 'text-text-2' },
  'not-asked': { icon: CircleMinus, look: 'text-text-2' },
  'not-offered': { icon: CircleSlash, look: 'text-text-3' },
  'not-built': { icon: Hammer, look: 'text-text-3' },
} as const

/** Whether an object is seen, in a mark and words; a number leads to the rows that it counts. */
export function CoverageMark({ line: { state, word, href } }: { line: Pick<CoverageLine, 'state' | 'word' | 'href'> }) {
  const { icon: Icon, look } = looks[state]
  return (
    <span className={cn('inline-flex items-start gap-1.5 font-medium', look)}>
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      {href ? <TextLink href={href}>{word}</TextLink> : word}
    </span>
  )
}
