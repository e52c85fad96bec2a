import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { PageHead } from '@/components/shell/page-head.tsx'
import { ContributionsTable } from '@/components/tokens/detail/contributions-table.tsx'
import { FactsTable } from '@/components/tokens/detail/facts-table.tsx'
import { GrantsTable } from '@/components/tokens/detail/grants-table.tsx'
import { ControlsTable, ExposuresTable, RequiredControls } from '@/components/tokens/detail/protection.tsx'
import { Reasons } from '@/components/tokens/detail/reasons.tsx'
import { Timeline } from '@/components/tokens/detail/timeline.tsx'
import { VerdictBanner } from '@/components/tokens/detail/verdict-banner.tsx'
import { WouldChangeList } from '@/components/tokens/detail/would-change-list.tsx'
import { Risk } from '@/components/tokens/facts.tsx'
import { stateWord } from '@/components/tokens/fact-words.ts'
import { Grade } from '@/components/tokens/grade.tsx'
import { Section } from '@/components/ui/section.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { countWords, exactly } from '@/components/ui/time-words.ts'
import { tokenDetail, type TokenDetail } from '@/lib/db/token-detail.ts'
import { AppError } from '@/lib/model/app-error.ts'
import { may } from '@/lib/model/viewer.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { explain } from './explain.ts'
import { shownFacts } from './shown-facts.tsx'
import { StateToken } from './state-token.tsx'

type TokenPageProps = { params: Promise<{ id: string }> }

/** The token, or the same 404 whether it is missing or not this viewer's to see. Read once for title and page. */
const readToken = cache(async (id: string): Promise<TokenDetail> => {
  const viewer = await pageViewer('tokens:read')
  try {
    return await tokenDetail((await webWorld()).db, viewer.scope, id)
  } catch (error) {
    if (error instanceof AppError && error.code === 'not-found') notFound()
    throw error
  }
})

export async function generateMetadata({ params }: TokenPageProps): Promise<Metadata> {
  return { title: (await readToken((await params).id)).name }
}

export default async function TokenPage({ params }: TokenPageProps) {
  const viewer = await pageViewer('tokens:read')
  const token = await readToken((await params).id)
  const { now } = await webWorld()
  const why = explain(token, now)
  return (
    <>
      <PageHead
        title={<span className="break-words">{token.name}</span>}
        says={<Subtitle token={token} linked={may(viewer.role, 'sources:read')} />}
      />
      <VerdictBanner verdict={token.verdict} says={why.says} state={<State token={token} />} becomes={why.becomes} now={now} />
      <div className="grid gap-x-10 xl:grid-cols-2">
        <Section title="Why">
          <Reasons reasons={why.reasons} />
        </Section>
        <div>
          <Section title="What would change it" says="Each by itself, the best first.">
            <WouldChangeList changes={why.changes} risk={token.risk} />
          </Section>
          <Section title="Used by">
            <UsedBy token={token} />
          </Section>
        </div>
      </div>
      <Section
        title="Facts"
        says={
          token.seenAt
            ? `As ${token.sourceName} was read; its last complete sync ended ${exactly(token.seenAt)}.`
            : `${token.sourceName} was never read whole.`
        }
      >
        <FactsTable facts={shownFacts(token, now)} />
      </Section>
      <Section title="What it can do" says={grantsSay(token)}>
        <Grants token={token} />
      </Section>
      <Section title="What makes the risk">
        <ContributionsTable contributions={why.contributions} />
        <p className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1 text-table text-text-2">
          <span className="flex items-center gap-2">
            <Grade grade={token.grade} /> risk <Risk token={token} />, {Math.round(token.confidence * 100)} % of what counts is known
          </span>
          <span>
            Model <code className="font-mono">{token.model}</code>
          </span>
          <code translate="no" className="font-mono break-all">
            {token.vector}
          </code>
        </p>
      </Section>
      <Section title="Controls">
        <RequiredControls controls={why.controls} />
        {token.controls.length > 0 ? (
          <div className="mt-3">
            <ControlsTable controls={token.controls.map((control) => ({ ...control, current: isCurrent(control, now) }))} />
          </div>
        ) : null}
      </Section>
      {token.exposures.length > 0 ? (
        <Section title="Exposures">
          <ExposuresTable exposures={token.exposures} />
        </Section>
      ) : null}
      {may(viewer.role, 'tokens:edit') ? <StateToken token={token} /> : null}
      <Section title="Timeline" says={token.events.length >= 200 ? 'The newest 200.' : undefined}>
        <Timeline events={token.events} />
      </Section>
      <Section title="Raw">
        <details>
          <summary className="w-fit cursor-pointer py-1 text-table text-text-2">The last sighting, as it is kept</summary>
          <pre
            tabIndex={0}
            aria-label="Raw sighting"
            translate="no"
            className="mt-2 max-h-120 overflow-auto rounded-panel border border-line bg-panel p-3 font-mono text-meta"
          >
            {JSON.stringify(token.sighting, null, 2)}
          </pre>
        </details>
      </Section>
    </>
  )
}

function Subtitle({ token, linked }: { token: TokenDetail; linked: boolean }) {
  return (
    <p className="text-table">
      {token.kind} ·{' '}
      <span translate="no" className="font-mono break-all">
        {token.displayId}
      </span>{' '}
      · {linked ? <TextLink href={`/sources/${token.sourceId}`}>{token.sourceName}</TextLink> : token.sourceName}
    </p>
  )
}

/** What exists, apart from whether it is acceptable: a disabled token is never shown as gone. */
function State({ token }: { token: TokenDetail }) {
  if (token.state === 'live') return null
  if (token.state === 'gone')
    return (
      <p>
        {token.absentRuns >= 2
          ? `Gone: absent in ${token.absentRuns} complete syncs.`
          : 'Gone: absent in one complete sync; a second one proves it.'}
      </p>
    )
  return <p>State: {stateWord[token.state]}.</p>
}

function UsedBy({ token }: { token: TokenDetail }) {
  const { consumers, lastUsed } = token.sighting
  const service = typeof lastUsed === 'object' && 'at' in lastUsed ? lastUsed.service : undefined
  if (consumers.length === 0 && !service) return <p className="text-text-2">No provider tells us who uses it. Ask the owner.</p>
  return (
    <ul className="list-disc pl-4">
      {consumers.map((consumer) => (
        <li key={consumer}>{consumer} (named by the source)</li>
      ))}
      {service ? <li>{service} (service of the last use)</li> : null}
    </ul>
  )
}

const shownAtFirst = 5

function Grants({ token }: { token: TokenDetail }) {
  const { grants } = token
  if (grants.length === 0) return null
  return (
    <>
      <GrantsTable grants={grants.slice(0, shownAtFirst)} caption="The widest grants" />
      {grants.length > shownAtFirst ? (
        <details className="mt-2">
          <summary className="w-fit cursor-pointer py-1 text-table text-text-2">
            {countWords(grants.length - shownAtFirst)} more
            {token.grantCount > grants.length ? `, of ${countWords(token.grantCount)} in all` : ''}
          </summary>
          <div className="mt-2">
            <GrantsTable grants={grants.slice(shownAtFirst)} caption="Further grants" />
          </div>
        </details>
      ) : null}
      {token.scopeNotes.length > 0 ? (
        <ul className="mt-2 list-disc pl-4 text-table text-text-2">
          {token.scopeNotes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      ) : null}
    </>
  )
}

function grantsSay({ grants, grantCount, level }: TokenDetail): string {
  if (level === null) return 'Its provider does not report what it may do. It is scored as the worst until we know; it may be harmless.'
  if (grants.length === 0) return 'Its breadth is known, but no single grant behind it.'
  return grantCount === 1 ? 'One grant.' : `${countWords(grantCount)} grants, the widest first.`
}

function isCurrent({ evidencedAt, expiresAt }: { evidencedAt: Date; expiresAt: Date }, now: Date): boolean {
  return expiresAt > now && now.getTime() - evidencedAt.getTime() <= 90 * 86_400_000
}
