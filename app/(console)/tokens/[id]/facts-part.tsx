import { FactsTable } from '@/components/tokens/detail/facts-table.tsx'
import { Part } from '@/components/tokens/detail/part.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { Exact } from '@/components/ui/time.tsx'
import { statedFacts } from '@/lib/db/stated-facts.ts'
import { suggestedOwner } from '@/lib/db/suggested-owner.ts'
import type { TokenDetail } from '@/lib/db/token-detail.ts'
import { may } from '@/lib/model/viewer.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { pageHref, type PageState } from './page-href.ts'
import { shownFacts } from './shown-facts.tsx'

type FactsPartProps = { token: TokenDetail; state: PageState; edits: boolean; linked: boolean; now: Date }

/** What is known of the token, each fact with who said it and when. */
export async function FactsPart({ token, state, edits, linked, now }: FactsPartProps) {
  const viewer = await pageViewer('tokens:read')
  const { db } = await webWorld()
  const [statements, suggested] = await Promise.all([
    statedFacts(db, viewer.scope, token.id),
    may(viewer.role, 'directory:read') ? suggestedOwner(db, viewer.scope, token.id) : null,
  ])
  const correctHref = (fact: string) => pageHref(token.id, state.raw, { correct: fact }, 'correct')
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
      <FactsTable facts={shownFacts(token, statements, edits ? correctHref : null, suggested, now)} />
    </Part>
  )
}
