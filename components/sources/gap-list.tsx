import type { Gap } from '@/lib/model/sighting.ts'
import { gapWord } from './run-words.ts'

/** What a sync could not see, each with the call that failed and what to do. */
export function GapList({ gaps }: { gaps: readonly Gap[] }) {
  return (
    <ul className="flex flex-col gap-2">
      {gaps.map((gap, place) => (
        <li key={place}>
          <span className="font-medium">{gap.object}</span>: {gapWord[gap.why]}. {gap.says}
          <code translate="no" className="block font-mono text-meta break-all text-text-2">
            {gap.call}
          </code>
        </li>
      ))}
    </ul>
  )
}
