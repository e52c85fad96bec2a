import { Notice } from '@/components/ui/notice.tsx'
import { countWords, pastWords, spanWords } from '@/components/ui/time-words.ts'
import type { ChangedMeanwhile } from '@/lib/model/token-act.ts'

/** What somebody else did to the same thing since the page was read, with both values; nothing where nobody did. */
export function Meanwhile({ meanwhile: { count, some }, of, now }: { meanwhile: ChangedMeanwhile; of: number; now: Date }) {
  const [first] = some
  if (!first) return null
  const those = of === 1 ? 'this' : count === 1 ? '1 of these' : `${countWords(count)} of these`
  const title = `${first.by} changed ${those} ${agoWords(first.at, now)}, after you loaded the page.`
  return (
    <Notice tone="warning" title={title}>
      <ul className="list-disc pl-4 text-table">
        {some.map(({ id, name, by, at, from, to }) => (
          <li key={id}>
            <a href={`/tokens/${id}`} className="underline">
              {name}
            </a>
            : {from ?? 'none'} → {to ?? 'taken back'}, by {by} {agoWords(at, now)}
          </li>
        ))}
        {count > some.length ? <li>and {countWords(count - some.length)} more</li> : null}
      </ul>
      <p className="text-table">To go on sets yours in their place; theirs stays in the timeline.</p>
    </Notice>
  )
}

/** To the second where it is fresh: "20 s ago" tells that somebody is at it right now. */
function agoWords(at: Date, now: Date): string {
  const gone = Math.max(0, now.getTime() - at.getTime())
  return gone < 60_000 ? `${spanWords(gone / 1_000)} ago` : pastWords(at, now)
}
