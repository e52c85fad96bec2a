import type { Verdict as VerdictName } from '@/lib/model/score.ts'
import { Verdict } from '../verdict.tsx'
import { changeWords } from './change-words.ts'

/** What would better the verdict or the risk most, one change at a time. */
export function WouldChangeList({
  changes,
  risk,
}: {
  changes: readonly { change: string; verdict: VerdictName; risk: number }[]
  risk: number
}) {
  if (changes.length === 0) return <p className="text-text-2">No single change would better it by much.</p>
  return (
    <ol className="flex flex-col gap-2">
      {changes.map((one) => (
        <li
          key={one.change}
          className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-0.5 border-b border-line pb-2 last:border-b-0"
        >
          <span>{changeWords(one.change)}</span>
          <span className="flex items-center gap-2 text-table">
            <Verdict verdict={one.verdict} />
            <span className="whitespace-nowrap text-text-2">
              risk {risk} → {one.risk}
            </span>
          </span>
        </li>
      ))}
    </ol>
  )
}
