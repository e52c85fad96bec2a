import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { ActTable } from '@/components/acts/act-table.tsx'
import { namesWord, reviewWords, secondWords, tokensWord } from '@/components/acts/act-words.ts'
import { PageHead } from '@/components/shell/page-head.tsx'
import { LinkButton } from '@/components/ui/button.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { Section } from '@/components/ui/section.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { Exact } from '@/components/ui/time.tsx'
import { readActTokens } from '@/lib/flows/act-tokens.ts'
import { actStatesToResume, actStatesUnderWay, type ActLine } from '@/lib/model/provider-act.ts'
import type { RawQuery } from '@/lib/model/token-search.ts'
import { may, type Viewer } from '@/lib/model/viewer.ts'
import { doesTo } from '@/lib/model/act-effect.ts'
import { actRefusal, mayNotApprove, mayNotReview } from '@/lib/retirement/provider-acts.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { DecideForm, ResumeForm, ReviewForm, WithdrawForm } from './act-forms.tsx'
import { readActOr404 } from './read-act-or-404.ts'

type ActPageProps = { params: Promise<{ id: string }>; searchParams: Promise<RawQuery> }
type Acts = readonly [ActLine, ...ActLine[]]

export async function generateMetadata({ params }: ActPageProps): Promise<Metadata> {
  return { title: `${titleOf(await readActOr404((await params).id))} · Acts` }
}

/** What was intended, by whose word; what was sent and answered; and what was read back. */
export default async function ActPage({ params, searchParams }: ActPageProps) {
  const viewer = await pageViewer('acts:read')
  const acts = await readActOr404((await params).id)
  const did = (await searchParams).did
  const undoable = await undoableOf(viewer, acts)
  return (
    <>
      <PageHead title={titleOf(acts)} says={<p>{standing(acts)}</p>} action={<Again acts={acts} />} />
      {typeof did === 'string' && Object.hasOwn(didWords, did) ? <Notice tone="success" role="status" className="mb-4" title={didWords[did] ?? ''} /> : null}
      <Section title="What was intended">
        <Intended acts={acts} />
      </Section>
      <Decide acts={acts} viewer={viewer} />
      <Review acts={acts} viewer={viewer} />
      <Section title="What came of it" says="The look afterwards decides what came of it, and never the reply. The inventory follows with the next sync.">
        <ActTable acts={acts} further={(act) => further(act, viewer, undoable)} />
      </Section>
      {may(viewer.role, 'audit:read') ? (
        <p className="text-table">
          <TextLink href={`/audit?${new URLSearchParams({ target: `act:${acts[0].requestId}` })}`}>Everything the audit has of it</TextLink>
        </p>
      ) : null}
    </>
  )
} // prettier-ignore

const didWords: Readonly<Record<string, string>> = {
  asked: 'Asked. What came of it is read back from the provider.',
  approved: 'Approved. It is sent as soon as a worker is free.',
  refused: 'Refused. Nothing is sent.',
  withdrawn: 'Withdrawn. What was not sent yet never is.',
  resumed: 'It goes on: it is looked at first, and sent again only where it still has to be.',
  reviewed: 'Reviewed.',
}

function titleOf(acts: Acts): string {
  const names = acts.map(({ tokenName }) => tokenName)
  return `${doesTo(acts[0].verb, acts)} ${namesWord(names, names.length)}`
}

function standing(acts: Acts): string {
  const count = (states: readonly string[]) => acts.filter(({ state }) => states.includes(state)).length
  const of = (n: number) => (acts.length === 1 ? 'It' : n === acts.length ? `All ${n}` : `${n} of ${acts.length}`)
  const say = (n: number, one: string, many = one) => (n > 0 ? `${of(n)} ${n === 1 ? one : many}.` : null)
  const parts = [
    say(count(['asked']), 'waits for a second person', 'wait for a second person'),
    say(count(['approved', 'calling']), 'is under way', 'are under way'),
    say(count(['seen']), 'is done, and was seen so at the provider', 'are done, and were seen so at the provider'),
    say(count(['unseen']), 'was sent, and is not seen done', 'were sent, and are not seen done'),
    say(count(['failed']), 'failed, and is shown as it was', 'failed, and are shown as they were'),
    say(count(['unknown']), 'could not be read back', 'could not be read back'),
    say(count(['refused']), 'was refused', 'were refused'),
    say(count(['withdrawn']), 'was withdrawn', 'were withdrawn'),
  ]
  return parts.filter((part) => part !== null).join(' ')
}

/** Nothing moves by itself: while something is under way, the page can be asked again. */
function Again({ acts }: { acts: Acts }) {
  if (!acts.some(({ state }) => state === 'approved' || state === 'calling')) return null
  return <LinkButton href={`/acts/${acts[0].requestId}`}>Look again</LinkButton>
}

function Intended({ acts }: { acts: Acts }) {
  const [first] = acts
  const { verb, reason, askedBy, askedAt, agreedBy, secondBecause, decidedBy, decidedAt, decisionNote, state, reviewBecause } = first
  const refused = acts.some((act) => act.state === 'refused')
  const facts: [string, ReactNode][] = [
    ['Act', `${doesTo(verb, acts)} ${tokensWord(acts)}`],
    ['Why', reason],
    ['Asked by', <>{askedBy}, <Exact at={askedAt} /></>],
    ...(agreedBy ? [['Agreed by', agreedBy] as [string, ReactNode]] : []),
    ['Second person', secondBecause ? (decidedBy && decidedAt ? <>{refused ? 'Refused' : 'Approved'} by {decidedBy}, <Exact at={decidedAt} />{decisionNote ? `: “${decisionNote}”` : ''}</> : state === 'asked' ? `Awaited. ${secondWords[secondBecause]}` : 'Nobody decided.') : 'Not needed.'],
  ]
  if (reviewBecause) facts.push(['Afterwards', first.reviewedAt && first.reviewedBy ? <>Reviewed by {first.reviewedBy}, <Exact at={first.reviewedAt} />{first.reviewNote ? `: “${first.reviewNote}”` : ''}</> : reviewWords[reviewBecause]])
  if (first.planId && first.planTitle) facts.push(['Plan', <TextLink key="plan" href={`/plans/${first.planId}`}>{first.planTitle}</TextLink>])
  return (
    <dl className="grid max-w-[60rem] grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-2">
      {facts.map(([word, value]) => (
        <div key={word} className="contents">
          <dt className="text-text-2">{word}</dt>
          <dd className="max-w-[72ch] min-w-0 break-words whitespace-pre-line">{value}</dd>
        </div>
      ))}
    </dl>
  )
} // prettier-ignore

function Decide({ acts, viewer }: { acts: Acts; viewer: Viewer }) {
  const [first] = acts
  const waits = acts.some(({ state }) => state === 'asked')
  const takeBack = acts.some(({ state, attempts }) => state === 'asked' || (state === 'approved' && attempts === 0))
  const mayWithdraw = takeBack && (first.askedById === viewer.id || may(viewer.role, 'acts:approve'))
  if (!waits && !mayWithdraw) return null
  const why = mayNotApprove(first, viewer)
  return (
    <Section title={waits ? 'Decide' : 'Further'}>
      <div className="flex flex-col gap-3">
        {waits && why ? <p>{why}</p> : null}
        {waits && !why ? <DecideForm id={first.requestId} says={`${doesTo(first.verb, acts).toLowerCase()} ${tokensWord(acts)}`} /> : null}
        {mayWithdraw ? (
          <div>
            <WithdrawForm id={first.requestId} />
          </div>
        ) : null}
      </div>
    </Section>
  )
}

function Review({ acts, viewer }: { acts: Acts; viewer: Viewer }) {
  const open = acts.find(({ reviewBecause, reviewedAt }) => reviewBecause && !reviewedAt)
  if (!open?.reviewBecause || acts.some(({ state }) => [...actStatesUnderWay, 'refused', 'withdrawn'].includes(state))) return null
  const why = acts.map((act) => mayNotReview(act, viewer)).find((says) => says !== null)
  return (
    <Section title="Review" says={`${reviewWords[open.reviewBecause]} Somebody else confirms that it was right.`}>
      {why ? <p>{why}</p> : <ReviewForm id={open.requestId} />}
    </Section>
  )
}

/** Tokens that a seen disable can be undone for now. */
async function undoableOf(viewer: Viewer, acts: Acts): Promise<ReadonlySet<string>> {
  if (acts[0].verb !== 'disable' || !may(viewer.role, 'acts:approve')) return new Set()
  const seen = acts.filter(({ state }) => state === 'seen').map(({ tokenId }) => tokenId)
  const tokens = await readActTokens((await webWorld()).db, viewer.scope, seen)
  return new Set(tokens.filter((token) => actRefusal('enable', token) === null).map(({ id }) => id))
}

function further(act: ActLine, viewer: Viewer, undoable: ReadonlySet<string>): ReactNode {
  if (may(viewer.role, 'acts:approve') && actStatesToResume.some((state) => state === act.state))
    return <ResumeForm id={act.id} of={act.displayId} />
  if (!undoable.has(act.tokenId)) return null
  return (
    <TextLink
      href={`/acts/new?${new URLSearchParams({ verb: 'enable', token: act.tokenId })}`}
      className="inline-flex min-h-6 items-center"
    >
      Undo: enable {act.displayId}
    </TextLink>
  )
}
