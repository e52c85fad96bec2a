import type { Grade as GradeName } from '@/lib/model/score.ts'
import { cn } from '@/components/ui/cn.ts'

const look: Readonly<Record<GradeName, string>> = {
  A: 'bg-grade-a text-grade-a-text',
  B: 'bg-grade-b text-grade-b-text',
  C: 'bg-grade-c text-grade-c-text',
  D: 'bg-grade-d text-grade-d-text',
  F: 'bg-grade-f text-grade-f-text',
}

/** A to F in neutral steps, so that a grade never argues with the verdict's colour. */
export function Grade({ grade }: { grade: GradeName }) {
  return (
    <span
      className={cn(
        'inline-flex size-6 items-center justify-center rounded-control border border-control text-table font-semibold',
        look[grade],
      )}
    >
      <span className="sr-only">Grade </span>
      {grade}
    </span>
  )
}
