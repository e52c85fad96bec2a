import type { Metadata } from 'next'
import { ContributionsTable } from '@/components/tokens/detail/contributions-table.tsx'
import { Part } from '@/components/tokens/detail/part.tsx'
import { ControlsTable, ExposuresTable, RequiredControls } from '@/components/tokens/detail/protection.tsx'
import { TokenHead } from '@/components/tokens/detail/token-head.tsx'
import { Risk } from '@/components/tokens/facts.tsx'
import { Grade } from '@/components/tokens/grade.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import type { TokenDetail } from '@/lib/db/token-detail.ts'
import { isCurrent } from '@/lib/ingest/facts.ts'
import { requiredControls } from '@/lib/score/reasons.ts'
import { contributions } from '@/lib/score/contributions.ts'
import type { RawQuery } from '@/lib/model/token-search.ts'
import { may } from '@/lib/model/viewer.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { ActsPart } from './acts-part.tsx'
import { EndPart } from './end-part.tsx'
import { explain } from './explain.ts'
import { FactsPart } from './facts-part.tsx'
import { GrantsPart } from './grants-part.tsx'
import { Judgement } from './judgement.tsx'
import { readPageState, single } from './page-href.ts'
import { placeInList } from './place-in-list.ts'
import { Proof } from './proof.tsx'
import { RawPart } from './raw-part.tsx'
import { readToken } from './read-token.ts'
import { StateToken } from './state-token.tsx'
import { TimelinePart } from './timeline-part.tsx'

type TokenPageProps = { params: Promise<{ id: string }>; searchParams: Promise<RawQuery> }

export async function generateMetadata({ params }: TokenPageProps): Promise<Metadata> {
  return { title: `${(await readToken((await params).id)).name} · Tokens` }
}

export default async function TokenPage({ params, searchParams }: TokenPageProps) {
  const viewer = await pageViewer('tokens:read')
  const token = await readToken((await params).id)
  const state = readPageState(await searchParams)
  const { now } = await webWorld()
  const edits = may(viewer.role, 'tokens:edit')
  const linked = may(viewer.role, 'sources:read')
  const place = await placeInList(viewer, token.id, single(state.raw.in))
  const why = explain(token, edits, now)
  return (
    <div className="flex flex-col gap-8">
      <div>
        <TokenHead
          name={token.name}
          retired={token.verdict === 'retired'}
          says={<Subtitle token={token} linked={linked} />}
          back={place.back}
          view={place.view}
          previous={place.previous}
          next={place.next}
        />
        <Judgement token={token} why={why} viewer={viewer} state={state} now={now} />
      </div>
      <Proof token={token} linked={linked} />
      {may(viewer.role, 'acts:read') ? <ActsPart id={token.id} viewer={viewer} /> : null}
      <FactsPart token={token} state={state} edits={edits} linked={linked} now={now} />
      <GrantsPart token={token} />
      <Part id="score" title="What makes the risk">
        <ContributionsTable contributions={contributions(why.scored)} />
        <ScoreLine token={token} />
      </Part>
      <Controls token={token} now={now} />
      {token.exposures.length > 0 ? (
        <Part id="exposures" title="Exposures">
          <ExposuresTable exposures={token.exposures} token={token} />
        </Part>
      ) : null}
      <EndPart token={token} viewer={viewer} />
      {edits ? <StateToken token={token} scope={viewer.scope} correct={state.correct} /> : null}
      <TimelinePart token={token} state={state} />
      <RawPart token={token} />
    </div>
  )
}

function Subtitle({ token, linked }: { token: TokenDetail; linked: boolean }) {
  return (
    <p className="text-table break-words">
      {token.kind} ·{' '}
      <span translate="no" className="font-mono break-all">
        {token.displayId}
      </span>{' '}
      · {linked ? <TextLink href={`/sources/${token.sourceId}`}>{token.sourceName}</TextLink> : token.sourceName}
    </p>
  )
}

function ScoreLine({ token }: { token: TokenDetail }) {
  return (
    <p className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1 text-table text-text-2">
      <span className="flex items-center gap-2">
        <Grade grade={token.grade} /> risk <Risk token={token} />, {Math.round(token.confidence * 100)} % of what counts is known
      </span>
      <span>
        Model <code className="font-mono">{token.model}</code>
      </span>
      <code translate="no" aria-label="Vector" className="font-mono break-all">
        {token.vector}
      </code>
    </p>
  )
}

function Controls({ token, now }: { token: TokenDetail; now: Date }) {
  const required = token.controlsRequired.map((control) => ({
    says: requiredControls[control],
    met: !token.controlsMissing.includes(control),
  }))
  return (
    <Part id="controls" title="Controls">
      <RequiredControls controls={required} />
      {token.controls.length > 0 ? (
        <div className="mt-3">
          <ControlsTable controls={token.controls.map((control) => ({ ...control, current: isCurrent(control, now) }))} />
        </div>
      ) : null}
    </Part>
  )
}
