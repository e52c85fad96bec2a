import type { Metadata } from 'next'
import { PageHead } from '@/components/shell/page-head.tsx'
import { WizardSteps } from '@/components/sources/wizard-steps.tsx'
import { hrefOf } from '@/components/tokens/token-hrefs.ts'
import { LinkButton } from '@/components/ui/button.tsx'
import { Section } from '@/components/ui/section.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { countWords, leastAtHead, leastWords } from '@/components/ui/time-words.ts'
import { runProgress } from '@/lib/db/run-progress.ts'
import { sourceAssignments, type SourceAssignments } from '@/lib/db/source-assignments.ts'
import { readTokenSearch } from '@/lib/model/token-search.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { readSourceOr404 } from '../read-source-or-404.ts'
import { SyncProgress } from '../sync-progress.tsx'
import { StartForm } from './start-form.tsx'

export const metadata: Metadata = { title: 'Add source: first sync' }

/** Step 5: how often, what the rules will do, and the first sync as it goes. Left and opened again, it says how far it is. */
export default async function StartPage({ params }: { params: Promise<{ id: string }> }) {
  await pageViewer('sources:edit')
  const source = await readSourceOr404((await params).id)
  const { db } = await webWorld()
  const [progress, assigned] = await Promise.all([runProgress(db, source.id), sourceAssignments(db, source.id)])
  const over = progress !== null && progress.state !== 'running'
  return (
    <>
      <PageHead title={source.name} says={over ? 'Its first sync is over.' : 'It is stored. The first sync reads everything there is.'} />
      <WizardSteps at={5} />
      {progress === null && source.everyMinutes === null ? (
        <Section title="Schedule">
          <StartForm id={source.id} version={source.version} />
        </Section>
      ) : null}
      <Section title="First sync" says="You can leave this page: the sync goes on, and here or on the source’s page you see how far it is.">
        <SyncProgress sourceId={source.id} initial={progress} mayStop />
      </Section>
      <Section title="What your rules make of it">
        <RulesPreview assigned={assigned} over={over} whole={progress?.state === 'complete'} sourceId={source.id} />
      </Section>
      {over ? (
        <div className="flex flex-wrap gap-3">
          <LinkButton kind="primary" href={hrefOf(readTokenSearch({ source: source.id, state: ['live', 'disabled'] }))}>
            Show its tokens
          </LinkButton>
          <LinkButton href={`/sources/${source.id}`}>Show the source</LinkButton>
        </div>
      ) : (
        <LinkButton href={`/sources/${source.id}`}>Show the source</LinkButton>
      )}
    </>
  )
}

type RulesPreviewProps = { assigned: SourceAssignments; over: boolean; whole: boolean; sourceId: string }

function RulesPreview({ assigned, over, whole, sourceId }: RulesPreviewProps) {
  const { rules, tokens, owned, ownedByRule, placed, placedByRule } = assigned
  if (!over)
    return (
      <p className="max-w-[72ch] text-text-2">
        {rules === 0 ? 'There are no rules yet. ' : `${countWords(rules)} ${rules === 1 ? 'rule is' : 'rules are'} there. `}
        How many tokens get an owner or a workload from them is known after the first sync.
      </p>
    )
  if (tokens === 0) return <p className="text-text-2">No token of this source is in the inventory.</p>
  const unowned = tokens - owned
  return (
    <div className="flex max-w-[72ch] flex-col gap-1">
      <p>
        Rules assign an owner to {countWords(ownedByRule)} of {leastWords(tokens, !whole)} tokens and a workload to{' '}
        {countWords(placedByRule)}. With what the provider itself says, {countWords(owned)} have an owner and {countWords(placed)} a
        workload.
      </p>
      <p>
        {unowned > 0 ? (
          <>
            <TextLink href={hrefOf(readTokenSearch({ source: sourceId, owner: 'none', state: ['live', 'disabled'] }))}>
              {leastAtHead(unowned, !whole)} have no owner
            </TextLink>
            .{' '}
          </>
        ) : null}
        <TextLink href="/directory/rules">Rules</TextLink> assign them by name, tag or kind, with a preview before they are saved.
      </p>
    </div>
  )
}
