import type { Metadata } from 'next'
import { PageHead } from '@/components/shell/page-head.tsx'
import { CoverageTable } from '@/components/sources/coverage-table.tsx'
import { GapList } from '@/components/sources/gap-list.tsx'
import { RunHistory } from '@/components/sources/run-history.tsx'
import { standingOf } from '@/components/sources/source-standing.ts'
import { hrefOf } from '@/components/tokens/token-hrefs.ts'
import { LinkButton } from '@/components/ui/button.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { Section } from '@/components/ui/section.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { Past } from '@/components/ui/time.tsx'
import { countWords, dueWords, leastWords, pastWords, spanWords } from '@/components/ui/time-words.ts'
import { connectorOf } from '@/lib/connectors/registry.ts'
import { actingSources } from '@/lib/db/read-credential.ts'
import { runProgress } from '@/lib/db/run-progress.ts'
import type { SourceDetail } from '@/lib/db/source-detail.ts'
import { sourceHoldings } from '@/lib/db/source-holdings.ts'
import { isStale } from '@/lib/model/source.ts'
import { readTokenSearch } from '@/lib/model/token-search.ts'
import { may } from '@/lib/model/viewer.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { ControlsSection } from '../../controls/controls-section.tsx'
import { coverageLines } from '../coverage-lines.ts'
import { unaskedOf } from '../unasked-of.ts'
import { ActingSection } from './acting-section.tsx'
import { SyncNow } from './acts.tsx'
import { CredentialSection } from './credential-section.tsx'
import { readSourceOr404 } from './read-source-or-404.ts'
import { RemoveSection } from './remove-section.tsx'
import { SettingsSection } from './settings-section.tsx'
import { SyncProgress } from './sync-progress.tsx'

type SourcePageProps = { params: Promise<{ id: string }>; searchParams: Promise<{ way?: string | string[] }> }

export async function generateMetadata({ params }: SourcePageProps): Promise<Metadata> {
  return { title: (await readSourceOr404((await params).id)).name }
}

/** Is this source read whole, how recently, and what is missing from it? */
export default async function SourcePage({ params, searchParams }: SourcePageProps) {
  const viewer = await pageViewer('sources:read')
  const source = await readSourceOr404((await params).id)
  const { way } = await searchParams
  const { db, now } = await webWorld()
  const [connector, progress, holdings, acting] = await Promise.all([
    connectorOf(source.kind),
    runProgress(db, source.id),
    sourceHoldings(db),
    actingSources(db, [source.id]),
  ])
  const running = progress?.state === 'running'
  const finished = source.runs.find(({ state }) => state !== 'running')
  const isFile = connector.ways.length === 0
  const held = holdings.get(source.id) ?? { tokens: {}, issuers: {} }
  const mayEdit = may(viewer.role, 'sources:edit')
  const maySync = may(viewer.role, 'sources:sync')
  return (
    <>
      <PageHead
        title={source.name}
        says={
          <p className="text-table">
            {connector.label} · {source.subject} · {schedule(source, isFile, now)}
          </p>
        }
        action={maySync && !isFile ? <SyncNow id={source.id} running={running} /> : null}
      />
      {isStale(source, now) && source.lastCompleteAt ? (
        <Notice tone="warning" title={`Last complete sync ${pastWords(source.lastCompleteAt, now)}`} className="mb-6">
          <p>What is shown of this source may have changed since. It should sync every {spanWords((source.everyMinutes ?? 0) * 60)}.</p>
        </Notice>
      ) : null}
      <Section title="Newest sync">
        <SyncProgress sourceId={source.id} initial={progress} mayStop={maySync} />
        {!progress && !isFile && mayEdit ? (
          <p className="mt-2">
            <LinkButton href={`/sources/${source.id}/start`}>Set its schedule and start</LinkButton>
          </p>
        ) : null}
        {finished && finished.gaps.length > 0 ? (
          <div id="not-seen">
            <Notice tone="warning" title="The last sync did not see everything, so nothing was taken for gone." className="mt-4">
              <GapList gaps={finished.gaps} />
            </Notice>
          </div>
        ) : null}
      </Section>
      <Section title="What it holds">
        <Holds source={source} whole={standingOf({ ...source, run: finished ?? null }, now) === 'complete'} now={now} />
      </Section>
      <Section title="Coverage">
        <CoverageTable
          lines={coverageLines(connector.coverage, unaskedOf(connector, source.settings), finished ?? null, { id: source.id, ...held })}
        />
      </Section>
      <Section title="Runs" says={source.runs.length >= 20 ? 'The newest 20.' : undefined}>
        {source.runs.length > 0 ? (
          <RunHistory
            runs={source.runs.map((run) => ({ ...run, askedBy: run.requestedBy.startsWith('user:') ? 'a person' : run.requestedBy }))}
          />
        ) : (
          <p className="text-text-2">None yet.</p>
        )}
      </Section>
      <ControlsSection on="source" id={source.id} viewer={viewer} />
      <SettingsSection source={source} connector={connector} mayEdit={mayEdit} />
      {mayEdit && !isFile ? (
        <CredentialSection source={source} connector={connector} asked={typeof way === 'string' ? way : null} now={now} />
      ) : null}
      {isFile ? null : <ActingSection id={source.id} connector={connector} since={acting.get(source.id) ?? null} mayEdit={mayEdit} />}
      {mayEdit ? <RemoveSection source={source} isFile={isFile} /> : null}
    </>
  )
}

function Holds({ source, whole, now }: { source: SourceDetail; whole: boolean; now: Date }) {
  return (
    <p>
      <TextLink href={hrefOf(readTokenSearch({ source: source.id, state: ['live', 'disabled'] }))}>
        {leastWords(source.tokens, !whole)} {source.tokens === 1 ? 'token' : 'tokens'}
      </TextLink>{' '}
      that exist, and{' '}
      {source.issuers > 0 ? (
        <TextLink href="/tokens/issuers">
          {countWords(source.issuers)} {source.issuers === 1 ? 'issuer' : 'issuers'}
        </TextLink>
      ) : (
        'no issuers'
      )}{' '}
      of short-lived ones. Last complete sync: {source.lastCompleteAt ? <Past at={source.lastCompleteAt} now={now} /> : 'never'}.
    </p>
  )
}

function schedule({ everyMinutes, nextDueAt }: SourceDetail, isFile: boolean, now: Date): string {
  if (isFile) return 'read when it is imported'
  if (everyMinutes === null) return 'synced when asked'
  const next = nextDueAt && nextDueAt > now ? `next ${dueWords(nextDueAt, now)}` : 'due now'
  return `every ${spanWords(everyMinutes * 60)}, ${next}`
}
