import { FactsTable } from '@/components/tokens/detail/facts-table.tsx'
import { Part } from '@/components/tokens/detail/part.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { Exact } from '@/components/ui/time.tsx'
import type { TokenDetail } from '@/lib/db/token-detail.ts'
import { shownFacts } from './shown-facts.tsx'

/** What is known of the token, each fact with who said it and when. */
export function FactsPart({ token, edits, linked, now }: { token: TokenDetail; edits: boolean; linked: boolean; now: Date }) {
  const source = linked ? <TextLink href={`/sources/${token.sourceId}`}>{token.sourceName}</TextLink> : token.sourceName
  return (
    <Part
      id="facts"
      title="Facts"
      says={
        token.seenAt ? (
          <>
            As {source} was last read whole
            {token.seenRunId ? (
              <>
                {' '}
                by run <code className="font-mono">{token.seenRunId.slice(-8)}</code>
              </>
            ) : null}
            , <Exact at={token.seenAt} />.
          </>
        ) : (
          <>{source} was never read whole.</>
        )
      }
    >
      <FactsTable facts={shownFacts(token, edits, now)} now={now} />
    </Part>
  )
}
