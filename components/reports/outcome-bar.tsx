import { useId } from 'react'
import type { Outcome, Requirement } from '@/lib/model/requirement.ts'

export type Counts = Readonly<Record<Outcome, number>>

const width = 132

/** Four counts as one stacked bar: what is not known is hatched, and only a tested failure wears a failure's colour. The cells before it have the numbers. */
export function OutcomeBar({ counts, evidence }: { counts: Counts; evidence: Requirement['evidence'] }) {
  const pattern = useId()
  const { meets, fails, excepted, unknown } = counts
  const total = meets + fails + excepted + unknown
  if (total === 0) return null
  const parts = [
    { of: meets, fill: 'var(--fine)' },
    { of: fails, fill: evidence === 'test' ? 'var(--standing)' : 'var(--text-3)' },
    { of: excepted, fill: 'var(--accent)' },
    { of: unknown, fill: `url(#${pattern})` },
  ]
  const starts = parts.map((_, i) => parts.slice(0, i).reduce((sum, part) => sum + part.of, 0))
  return (
    <svg aria-hidden viewBox={`0 0 ${width} 12`} className="h-3 w-33">
      <pattern id={pattern} width={4} height={4} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <line x1={0} x2={0} y1={0} y2={4} stroke="var(--text-3)" strokeWidth={2} />
      </pattern>
      {parts.map(({ of, fill }, i) =>
        of > 0 ? (
          <rect
            key={fill}
            x={((starts[i] ?? 0) / total) * width}
            y={1}
            width={Math.max(1, (of / total) * width - 1)}
            height={10}
            fill={fill}
          />
        ) : null,
      )}
    </svg>
  )
}
