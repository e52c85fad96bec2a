import type { Verdict as VerdictName } from '@/lib/model/score.ts'
import { Verdict } from '../verdict.tsx'
import { changeWords } from './change-words.ts'

type WouldChangeProps = {
  changes: readonly { change: string; verdict: VerdictName; risk: number }[]
  was: { verdict: VerdictName; risk: number }
}

/** What would better the verdict or the risk most, one change at a time. */
export function WouldChangeList({ changes, was }: WouldChangeProps) {
  if (was.verdict === 'retired') return <p className="text-text-2">Nothing: it is no longer live.</p>
  if (changes.length === 0) return <p className="text-text-2">No single change would better it by much.</p>
  return (
    <ol className="flex flex-col gap-2">
      {changes.map(({ change, verdict, risk }) => (
        <li key={change} className="flex flex-col gap-0.5 border-b border-line pb-2 last:border-b-0 last:pb-0">
          <span>{changeWords(change)}</span>
          <span className="flex flex-wrap items-center gap-x-3 text-table text-text-2">
            {verdict === was.verdict ? <span>The verdict stays</span> : <Verdict verdict={verdict} />}
            <span className="whitespace-nowrap">
              risk {was.risk} → {risk}
            </span>
          </span>
        </li>
      ))}
    </ol>
  )
}
