import { Part } from '@/components/tokens/detail/part.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { Exact } from '@/components/ui/time.tsx'
import { Nothing } from '@/components/ui/nothing.tsx'
import { tellerOpens, toldBy } from '@/lib/model/told-by.ts'
import type { TokenDetail } from '@/lib/db/token-detail.ts'

const means = {
  disabled: 'says it is switched off. It exists, and can be switched back on.',
  expired: 'Its time is over. Whether it still exists is for its provider to say.',
  revoked: 'says it was deleted.',
} as const

/** What is seen of a token's end, and by which syncs. */
export function Proof({ token, linked }: { token: TokenDetail; linked: boolean }) {
  const { state, sighting, sourceName, sourceId, seenAt, absentRuns, missingSince, lastAbsentAt } = token
  if (state === 'live') return null
  const source = linked ? <TextLink href={`/sources/${sourceId}`}>{sourceName}</TextLink> : sourceName
  return (
    <Part id="proof" title="Proof of its end">
      {state === 'gone' ? (
        <ul className="flex list-disc flex-col gap-1 pl-4">
          <li>
            Absent in {absentRuns === 1 ? 'one complete sync' : `${absentRuns} complete syncs`} of {source}.
          </li>
          <li>First without it: {missingSince ? <Exact at={missingSince} /> : <Nothing is="not reported" />}</li>
          {absentRuns > 1 ? <li>Last without it: {lastAbsentAt ? <Exact at={lastAbsentAt} /> : <Nothing is="not reported" />}</li> : null}
          <li>
            {absentRuns >= 2
              ? 'Two in a row prove it gone. Should it come back, its timeline says so.'
              : 'A second one in a row proves it gone.'}
          </li>
        </ul>
      ) : (
        <ul className="flex list-disc flex-col gap-1 pl-4">
          <li>{state === 'expired' ? means.expired : `${tellerOpens(toldBy(token))} ${means[state]}`}</li>
          <li>
            Seen by {sighting.evidence.lifecycle ?? source}, last read <Read at={seenAt} />.
          </li>
          <li>It is not seen to be gone yet: that takes two complete syncs without it.</li>
        </ul>
      )}
    </Part>
  )
}

function Read({ at }: { at: Date | null }) {
  return at ? <Exact at={at} /> : <Nothing is="never" />
}
