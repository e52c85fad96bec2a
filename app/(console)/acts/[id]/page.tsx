import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { ActTable } from '@/components/acts/act-table.tsx'
import { consequence, namesWord, reviewWords, secondWords, tokensWord } from '@/components/acts/act-words.ts'
import { PageHead } from '@/components/shell/page-head.tsx'
import { LinkButton } from '@/components/ui/button.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { Section } from '@/components/ui/section.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { Exact } from '@/components/ui/time.tsx'
import type { Db } from '@/lib/db/db.ts'
import { readActTokens } from '@/lib/flows/act-tokens.ts'
import { actStatesToResume, actStatesUnderWay, type ActLine, type ActToken } from '@/lib/model/provider-act.ts'
import type { RawQuery } from '@/lib/model/token-search.ts'
import { may, type Viewer } from '@/lib/model/viewer.ts'
import { doesTo } from '@/lib/model/act-effect.ts'
import { actRefusal, mayNotApprove, mayNotReview, secondFor, toType, wasRefused } from '@/lib/retirement/provider-acts.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { DryRun } from '../dry-run.tsx'
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
  const query = await searchParams
  const { did } = query
  const { db, now } = await webWorld()
  const tokens = await furtherOf(db, viewer, acts)
  return (
    <>
      <PageHead title={titleOf(acts)} says={<p>{standing(acts)}</p>} action={<Again acts={acts} />} />
      {typeof did === 'string' && Object.hasOwn(didWords, did) ? <Notice tone="success" role="status" className="mb-4" title={didWords[did] ?? ''} /> : null}
      <Section title="What was intended">
        <Intended acts={acts} />
      </Section>
      <Waiting acts={acts} viewer={viewer} all={query.all === 'tokens'} />
      <Decide acts={acts} viewer={viewer} />
      <Review acts={acts} viewer={viewer} />
      <Section title="What came of it" says="The look afterwards decides what came of it, and never the reply. The inventory follows with the next sync.">
        <ActTable acts={acts} further={(act) => <Further act={act} viewer={viewer} token={tokens.get(act.tokenId)} now={now} />} />
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
  'resume-asked': 'Asked. It goes on when somebody else agrees.',
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
  const { verb, reason, askedBy, askedAt, agreedBy, reviewBecause } = first
  // What waits, by itself, is what somebody lets go on.
  const { secondBecause, decidedBy, decidedAt, decisionNote, state } = acts.find((act) => act.state === 'asked') ?? first
  const refused = acts.some(wasRefused)
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

const mostShown = 20

/** The dry run of what waits, as it is now: whoever decides sees what would stop, and not only a number. The worst first. */
async function Waiting({ acts, viewer, all }: { acts: Acts; viewer: Viewer; all: boolean }) {
  const waiting = acts.filter(({ state }) => state === 'asked')
  if (waiting.length === 0) return null
  const { db, now } = await webWorld()
  const [{ requestId, verb }] = acts
  const read = await readActTokens(db, viewer.scope, waiting.map(({ tokenId }) => tokenId))
  // This request itself does not stand against it.
  const tokens = read.map((token) => (token.underWay?.requestId === requestId ? { ...token, underWay: null } : token))
  const possible = tokens.filter((token) => actRefusal(verb, token) === null).length
  const says = possible === tokens.length ? 'As it is now.' : `As it is now: it could be done to ${possible} of ${tokens.length}.`
  return (
    <Section title="What would happen" says={says}>
      <DryRun verb={verb} tokens={all ? tokens : tokens.slice(0, mostShown)} now={now} />
      {!all && tokens.length > mostShown ? (
        <p className="mt-2">
          <TextLink href={`/acts/${requestId}?all=tokens`}>See all {tokens.length} tokens</TextLink>
        </p>
      ) : null}
    </Section>
  )
} // prettier-ignore

function Decide({ acts, viewer }: { acts: Acts; viewer: Viewer }) {
  const [first] = acts
  const waits = acts.some(({ state }) => state === 'asked')
  const takeBack = acts.some(({ state, attempts }) => state === 'asked' || (state === 'approved' && attempts === 0))
  const mayWithdraw = takeBack && (first.askedById === viewer.id || may(viewer.role, 'acts:approve'))
  if (!waits && !mayWithdraw) return null
  const why = acts.flatMap((act) => (act.state === 'asked' ? (mayNotApprove(act, viewer) ?? []) : []))[0]
  return (
    <Section title={waits ? 'Decide' : 'Further'}>
      <div className="flex flex-col gap-3">
        {waits && why ? <p>{why}</p> : null}
        {waits && !why ? (
          <DecideForm
            id={first.requestId}
            says={`${doesTo(first.verb, acts).toLowerCase()} ${tokensWord(acts.filter(({ state }) => state === 'asked'))}`}
          />
        ) : null}
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

/** The tokens that something further can be done about, as they stand now. */
async function furtherOf(db: Db, viewer: Viewer, acts: Acts): Promise<ReadonlyMap<string, ActToken>> {
  if (!may(viewer.role, 'acts:approve')) return new Map()
  const of = acts.filter((act) => goesOn(act) || (act.verb === 'disable' && act.state === 'seen'))
  const tokens = await readActTokens(db, viewer.scope, of.map(({ tokenId }) => tokenId)) // prettier-ignore
  return new Map(tokens.map((token) => [token.id, token]))
}

/** What failed or is not known goes on, as long as nothing newer was asked for its token. */
function goesOn({ state, isNewest }: ActLine): boolean {
  return isNewest && actStatesToResume.some((each) => each === state)
}

type FurtherProps = { act: ActLine; viewer: Viewer; token: ActToken | undefined; now: Date }

function Further({ act, viewer, token, now }: FurtherProps) {
  if (!token) return null
  if (goesOn(act)) {
    const second = secondFor({ by: 'person', role: viewer.role }, act.verb, [token])
    const says = [consequence(act.verb, token, now), second ? secondWords[second] : null].filter(Boolean).join(' ')
    return <ResumeForm id={act.id} verb={act.verb} of={act.displayId} says={says} toType={toType(act.verb, [token])} waits={second !== null} />
  }
  if (act.verb !== 'disable' || actRefusal('enable', token) !== null) return null
  return (
    <TextLink
      href={`/acts/new?${new URLSearchParams({ verb: 'enable', token: act.tokenId })}`}
      className="inline-flex min-h-6 items-center"
    >
      Undo: enable {act.displayId}
    </TextLink>
  )
} // prettier-ignore
