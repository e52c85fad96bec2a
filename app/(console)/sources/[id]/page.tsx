import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { PageHead } from '@/components/shell/page-head.tsx'
import { CoverageTable } from '@/components/sources/coverage-table.tsx'
import { GapList } from '@/components/sources/gap-list.tsx'
import { RunHistory } from '@/components/sources/run-history.tsx'
import { hrefOf } from '@/components/tokens/token-hrefs.ts'
import { Notice } from '@/components/ui/notice.tsx'
import { Section } from '@/components/ui/section.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { Past } from '@/components/ui/time.tsx'
import { countWords, dateWords, dueWords, spanWords } from '@/components/ui/time-words.ts'
import { connectorOf } from '@/lib/connectors/registry.ts'
import { runProgress } from '@/lib/db/run-progress.ts'
import { sourceDetail, type SourceDetail } from '@/lib/db/source-detail.ts'
import { AppError } from '@/lib/model/app-error.ts'
import { readTokenSearch } from '@/lib/model/token-search.ts'
import { may } from '@/lib/model/viewer.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { coverageLines } from '../coverage-lines.ts'
import { RemoveSource, ReplaceCredential, StopSync, SyncNow } from './acts.tsx'
import { SyncProgress } from './sync-progress.tsx'

type SourcePageProps = { params: Promise<{ id: string }> }

const readSource = cache(async (id: string): Promise<SourceDetail> => {
  await pageViewer('sources:read')
  try {
    return await sourceDetail((await webWorld()).db, id)
  } catch (error) {
    if (error instanceof AppError && error.code === 'not-found') notFound()
    throw error
  }
})

export async function generateMetadata({ params }: SourcePageProps): Promise<Metadata> {
  return { title: (await readSource((await params).id)).name }
}

export default async function SourcePage({ params }: SourcePageProps) {
  const viewer = await pageViewer('sources:read')
  const source = await readSource((await params).id)
  const { db, now } = await webWorld()
  const [connector, progress] = await Promise.all([connectorOf(source.kind), runProgress(db, source.id)])
  const running = progress?.state === 'running'
  const finished = source.runs.find(({ state }) => state !== 'running')
  const isFile = source.kind === 'file'
  return (
    <>
      <PageHead
        title={source.name}
        says={
          <p className="text-table">
            {connector.label} · {source.subject} · {schedule(source, now)}
          </p>
        }
        action={may(viewer.role, 'sources:sync') && !isFile ? <SyncNow id={source.id} running={running} /> : null}
      />
      <Section title="Newest sync">
        <SyncProgress sourceId={source.id} initial={progress} />
        {running && may(viewer.role, 'sources:sync') ? (
          <div className="mt-3">
            <StopSync id={source.id} />
          </div>
        ) : null}
        {finished && finished.gaps.length > 0 ? (
          <Notice tone="warning" title="The last sync did not see everything, so nothing was taken for gone." className="mt-4">
            <GapList gaps={finished.gaps} />
          </Notice>
        ) : null}
      </Section>
      <Section title="What it holds">
        <p>
          <TextLink href={hrefOf(readTokenSearch({ source: source.id, state: ['live', 'disabled'] }))}>
            {finished?.state === 'complete' ? '' : 'at least '}
            {countWords(source.tokens)} {source.tokens === 1 ? 'token' : 'tokens'}
          </TextLink>{' '}
          that exist, and {countWords(source.issuers)} {source.issuers === 1 ? 'issuer' : 'issuers'} of short-lived ones. Last complete
          sync: {source.lastCompleteAt ? <Past at={source.lastCompleteAt} now={now} /> : 'never'}.
        </p>
      </Section>
      <Section title="Coverage">
        <CoverageTable lines={coverageLines(source.name, connector.coverage, finished ?? null)} withSource={false} />
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
      <Section title="Settings">
        <Settings source={source} />
      </Section>
      {may(viewer.role, 'sources:edit') ? (
        <>
          {isFile ? null : (
            <Section
              title="Credential"
              says={source.credentialSince ? `Sealed since ${dateWords(source.credentialSince)}. It cannot be shown.` : 'There is none.'}
            >
              <details>
                <summary className="w-fit cursor-pointer py-1 text-accent">Replace it…</summary>
                <div className="mt-3">
                  <ReplaceCredential
                    id={source.id}
                    fields={connector.fields.filter(({ name }) => Object.hasOwn(connector.credentialEnv, name))}
                  />
                </div>
              </details>
            </Section>
          )}
          <Section title="Remove">
            <details>
              <summary className="w-fit cursor-pointer py-1 text-accent">Remove this source…</summary>
              <div className="mt-3">
                <RemoveSource id={source.id} name={source.name} consequence={consequence(source)} />
              </div>
            </details>
          </Section>
        </>
      ) : null}
    </>
  )
}

function Settings({ source }: { source: SourceDetail }) {
  const entries = Object.entries((source.settings ?? {}) as Record<string, unknown>)
  if (entries.length === 0) return <p className="text-text-2">None.</p>
  return (
    <dl className="grid max-w-[60rem] grid-cols-[max-content_minmax(0,1fr)] gap-x-6 gap-y-1 text-table">
      {entries.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-text-2">{name}</dt>
          <dd translate="no" className="font-mono break-all">
            {typeof value === 'string' ? value : JSON.stringify(value)}
          </dd>
        </div>
      ))}
    </dl>
  )
}

function schedule({ everyMinutes, nextDueAt }: SourceDetail, now: Date): string {
  if (everyMinutes === null) return 'synced when asked'
  const next = nextDueAt && nextDueAt > now ? `next ${dueWords(nextDueAt, now)}` : 'due now'
  return `every ${spanWords(everyMinutes * 60)}, ${next}`
}

function consequence({ name, tokens }: SourceDetail): string {
  return `Removing ${name} ends its syncs and destroys its credential here. Its ${countWords(tokens)} tokens stay, with their history, but nothing watches them any more, so nothing about them can be proved.`
}
