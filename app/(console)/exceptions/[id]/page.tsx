import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { endWord, kindSays, kindWord, standingWords, tokensWords } from '@/components/exceptions/exception-words.ts'
import { TokenFacts } from '@/components/exceptions/token-facts.tsx'
import { PageHead } from '@/components/shell/page-head.tsx'
import { controlWord } from '@/components/tokens/selection/control-words.ts'
import { Button, LinkButton } from '@/components/ui/button.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { Section } from '@/components/ui/section.tsx'
import { Table, Td, Th, Tr } from '@/components/ui/table.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { Exact } from '@/components/ui/time.tsx'
import { dateWords, dueWords } from '@/components/ui/time-words.ts'
import type { ExceptionLine } from '@/lib/model/exception-search.ts'
import type { RawQuery } from '@/lib/model/token-search.ts'
import { may, type Viewer } from '@/lib/model/viewer.ts'
import { controlsRequired, isStale, mayNotApprove, mayNotDecide } from '@/lib/retirement/exceptions.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { reasonWords } from '../../reason-words.ts'
import { tokensOf } from '../new/asked-tokens.ts'
import { DecisionForm, DecisionRefused } from './decision-form.tsx'
import { readExceptionOr404 } from './read-exception-or-404.ts'
import { Withdraw } from './withdraw.tsx'

type ExceptionPageProps = { params: Promise<{ id: string }>; searchParams: Promise<RawQuery> }

export async function generateMetadata({ params }: ExceptionPageProps): Promise<Metadata> {
  return { title: `${namesOf(await readExceptionOr404((await params).id))} · Exceptions` }
}

/** What is asked for or accepted, on what it rests, and who may say so. */
export default async function ExceptionPage({ params, searchParams }: ExceptionPageProps) {
  const viewer = await pageViewer('plans:read')
  const exception = await readExceptionOr404((await params).id)
  const { now } = await webWorld()
  const tokens = await tokensOf(
    viewer,
    exception.tokens.map(({ id }) => id),
    false,
  )
  const justAsked = (await searchParams).asked === 'yes' && exception.state === 'requested'
  return (
    <>
      <PageHead title={`Exception for ${namesOf(exception)}`} says={<p>{standingWords(exception, now)}</p>} />
      {justAsked ? <Notice tone="success" role="status" className="mb-4" title="Asked. Who may decide finds it under Awaiting decision." /> : null}
      {exception.state === 'approved' && isStale(exception.controls, now) ? (
        <Notice tone="warning" className="mb-4" title="The evidence of a control it rests on is out of date." />
      ) : null}
      <div className="grid gap-x-10 xl:grid-cols-[minmax(0,1fr)_minmax(18rem,28rem)]">
        <div className="min-w-0">
          <Section title="What is asked for">
            <Asked exception={exception} now={now} />
          </Section>
          <Section title="Controls it rests on">
            <Controls exception={exception} now={now} />
          </Section>
          <Decide exception={exception} viewer={viewer} now={now} />
          <Further exception={exception} viewer={viewer} />
          <Section title="History">
            <History exception={exception} linked={may(viewer.role, 'audit:read')} />
          </Section>
        </div>
        <Section title={tokens.length === 1 ? 'The token' : 'The tokens'} className="min-w-0">
          <TokenFacts tokens={tokens} reasonWords={reasonWords} now={now} />
        </Section>
      </div>
    </>
  )
} // prettier-ignore

function namesOf({ tokens }: ExceptionLine): string {
  return tokensWords(tokens.map(({ name }) => name))
}

function Asked({ exception, now }: { exception: ExceptionLine; now: Date }) {
  const { kind, reason, need, endsAt, retirementAt, renewalOf, renewedBy } = exception
  const facts: [string, ReactNode][] = [
    ['Kind', `${kindWord[kind]}. ${kindSays[kind]}`],
    ['Reason', reason],
    ['Business need', need],
    ['Ends', `${dateWords(endsAt)}${endsAt > now ? `, ${dueWords(endsAt, now)}` : ''}`],
    ['Retired by', `${dateWords(retirementAt)}, ${dueWords(retirementAt, now)}`],
  ]
  if (renewalOf) facts.push(['Renews', <TextLink key="renews" href={`/exceptions/${renewalOf}`}>the exception before</TextLink>])
  if (renewedBy) facts.push(['Renewal', <TextLink key="renewal" href={`/exceptions/${renewedBy}`}>was asked for</TextLink>])
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

function Controls({ exception: { kind, controls }, now }: { exception: ExceptionLine; now: Date }) {
  return (
    <Table caption="Controls it rests on" cards className="max-w-[60rem]">
      <thead role="rowgroup">
        <Tr>
          <Th>Control</Th>
          <Th>Evidence</Th>
          <Th>Evidenced</Th>
          <Th>Counts until</Th>
        </Tr>
      </thead>
      <tbody role="rowgroup">
        {controlsRequired[kind].map((type) => {
          const shown = controls.find((control) => control.type === type)
          return (
            <Tr key={type}>
              <Td className="font-medium">{controlWord[type]}</Td>
              <Td label="Evidence" className="break-words md:min-w-48">
                {shown?.evidence ?? <span className="text-standing">not shown</span>}
              </Td>
              <Td label="Evidenced">{shown ? dateWords(shown.evidencedAt) : 'never'}</Td>
              <Td label="Counts until">
                {shown ? dateWords(shown.expiresAt) : 'never'}
                {shown && shown.expiresAt <= now ? <span className="font-medium text-standing"> (out of date)</span> : null}
              </Td>
            </Tr>
          )
        })}
      </tbody>
    </Table>
  )
}

function Decide({ exception, viewer, now }: { exception: ExceptionLine; viewer: Viewer; now: Date }) {
  if (exception.state !== 'requested' || !may(viewer.role, 'exceptions:decide')) return null
  const { id, version, requestedById, renewalOf, tokens, endsAt } = exception
  const why = mayNotDecide({ requestedById, isRenewal: renewalOf !== null, ownerIds: tokens.map(({ ownerId }) => ownerId) }, viewer)
  const tomorrow = new Date(now.getTime() + 86_400_000).toISOString().slice(0, 10)
  return (
    <Section title="Decide" says="The token’s facts stand beside. Whoever asked, and whoever owns a token of it, cannot decide.">
      {why ? <DecisionRefused why={why} /> : <DecisionForm id={id} version={version} until={endsAt.toISOString().slice(0, 10)} earliest={tomorrow} lacking={mayNotApprove(exception, now)} />}
    </Section>
  )
} // prettier-ignore

/** Taking it back and renewing it, for those who may. */
function Further({ exception, viewer }: { exception: ExceptionLine; viewer: Viewer }) {
  const { id, version, state, requestedById, renewals, renewedBy } = exception
  const open = state === 'requested' || state === 'approved'
  const mayAsk = may(viewer.role, 'exceptions:request')
  if (!open || !mayAsk) return null
  const mayWithdraw = requestedById === viewer.id || may(viewer.role, 'exceptions:decide')
  const renewable = renewals === 0 && renewedBy === null
  return (
    <Section title="Further">
      <div className="flex flex-wrap items-center gap-2">
        {state === 'approved' && renewable ? <LinkButton href={`/exceptions/new?${new URLSearchParams({ renew: id })}`}>Ask to renew it</LinkButton> : null}
        {state === 'approved' && !renewable ? (
          <>
            <Button disabled aria-describedby="why-not-renew">
              Ask to renew it
            </Button>
            <p id="why-not-renew" className="max-w-[56ch] text-table text-text-2">
              An exception is renewed once. {renewals > 0 ? 'This is a renewal.' : 'Its renewal was asked for.'}
            </p>
          </>
        ) : null}
        {mayWithdraw ? <Withdraw id={id} version={version} holds={state === 'approved'} names={namesOf(exception)} /> : null}
      </div>
    </Section>
  )
} // prettier-ignore

function History({ exception, linked }: { exception: ExceptionLine; linked: boolean }) {
  const { id, requestedAt, requestedBy, decidedAt, decidedBy, decisionNote, state, endedAt, endedBecause } = exception
  return (
    <>
      <ol className="flex flex-col gap-1">
        <li>
          <Exact at={requestedAt} /> · {requestedBy} asked for it.
        </li>
        {decidedAt && decidedBy ? (
          <li className="break-words">
            <Exact at={decidedAt} /> · {decidedBy} {state === 'refused' ? 'refused it' : 'approved it'}
            {decisionNote ? `: “${decisionNote}”` : '.'}
          </li>
        ) : null}
        {endedAt && endedBecause ? (
          <li>
            <Exact at={endedAt} /> · It ended: {endWord[endedBecause]}.
          </li>
        ) : null}
      </ol>
      {linked ? (
        <p className="mt-2 text-table">
          <TextLink href={`/audit?${new URLSearchParams({ target: `exception:${id}` })}`}>Everything the audit has of it</TextLink>
        </p>
      ) : null}
    </>
  )
}
