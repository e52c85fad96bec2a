import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache, type ReactNode } from 'react'
import {
  clockWords,
  matchWords,
  shownSecret,
  stateSays,
  toldWords,
  validBy,
  validWord,
  type ShownLeak,
} from '@/components/exposures/exposure-words.ts'
import { StepList } from '@/components/exposures/step-list.tsx'
import { PageHead } from '@/components/shell/page-head.tsx'
import { Breakable } from '@/components/ui/breakable.tsx'
import { LinkButton } from '@/components/ui/button.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { Section } from '@/components/ui/section.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { Exact } from '@/components/ui/time.tsx'
import { leaksTold } from '@/lib/db/leaks-told.ts'
import { readExposure } from '@/lib/db/list-exposures.ts'
import { isContained, isDeleted } from '@/lib/model/token-off.ts'
import { validityOf, type LeakLine, type LeakStep, type ToldOfLeaks } from '@/lib/model/leak.ts'
import { tellerOpens, tellerWords, type ToldBy } from '@/lib/model/told-by.ts'
import { may, type Viewer } from '@/lib/model/viewer.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { ContainPart, DeletePart, leakWays, type LeakWays } from '../contain-part.tsx'
import { shownLeak } from '../shown-leak.ts'
import { ConfirmProposed, Dismiss, MatchForm, TakeUp, Unmatch } from './match-forms.tsx'
import { StateStep, WithdrawStep } from './step-forms.tsx'

type ExposurePageProps = { params: Promise<{ id: string }> }

const readExposureOr404 = cache(async (id: string): Promise<LeakLine> => {
  const viewer = await pageViewer('exposures:read')
  return (await readExposure((await webWorld()).db, viewer.scope, id)) ?? notFound()
})

export async function generateMetadata({ params }: ExposurePageProps): Promise<Metadata> {
  const leak = await readExposureOr404((await params).id)
  return { title: `${leak.token ? `Leak of ${leak.token.name}` : 'A leak without a match'} · Exposures` }
}

/** One leak: where it lies, whose it is and how surely, whether it works, and what is done about it. */
export default async function ExposurePage({ params }: ExposurePageProps) {
  const viewer = await pageViewer('exposures:read')
  const { now } = await webWorld()
  const leak = shownLeak(await readExposureOr404((await params).id), now)
  const edits = may(viewer.role, 'exposures:edit')
  const ways = leak.token && leak.state !== 'not-ours' ? await leakWays(viewer, leak.token.id) : null
  const contain = leak.state === 'live' ? (ways?.contain ?? null) : null
  return (
    <>
      <PageHead
        title={leak.token ? `Leak of ${leak.token.name}` : 'A leak without a match'}
        says={<p>{sentence(leak, now)}</p>}
        action={contain ? <LinkButton kind="primary" href={contain}>Contain…</LinkButton> : null}
      />
      {leak.finderSays ? <FinderSays leak={leak} /> : null}
      <div className="grid gap-x-10 xl:grid-cols-[minmax(0,1fr)_minmax(18rem,28rem)]">
        <div className="min-w-0">
          {leak.state === 'not-ours' ? null : (
            <Section title="What is done about it" says={`Contain and delete are done when ${leak.token?.told.by === 'file' ? 'a later file tells it' : 'the provider shows it'}; a word or a tick is not enough.`}>
              <StepList steps={leak.steps} acts={{ ...(edits ? stepActs(leak) : {}), ...providerActs(leak, viewer, ways) }} />
            </Section>
          )}
          <Section title="Where it lies">
            <Places leak={leak} />
          </Section>
        </div>
        <div className="min-w-0">
          <Section title="Whose it is">
            <Whose leak={leak} edits={edits} />
          </Section>
          <Section title="What is known">
            <Facts leak={leak} told={viewer.scope.all ? await leaksTold((await webWorld()).db, [leak.id]) : null} now={now} />
          </Section>
          {may(viewer.role, 'audit:read') ? (
            <p className="text-table">
              <TextLink href={`/audit?${new URLSearchParams({ target: `exposure:${leak.id}` })}`}>Everything the audit has of it</TextLink>
            </p>
          ) : null}
        </div>
      </div>
    </>
  )
} // prettier-ignore

/** "Still works. Found 3 h 12 min ago, and live since." */
function sentence(leak: ShownLeak, now: Date): string {
  const clock = clockWords(leak, now)
  switch (leak.state) {
    case 'live':
      return `Still works, as ${leak.token ? stillWorksBy(leak.token.told) : 'its provider shows it'}. Live since detection: ${clock}.`
    case 'unmatched':
      return unmatchedSays[leak.stillValid]
    case 'contained': {
      if (leak.token && !isContained(leak.token)) return `Absent once, not yet proved: the second complete sync is. Clock: ${clock}.`
      const next = leak.steps.find(({ state }) => state === 'open')
      return `Cut off (${leak.clock ? clock : 'since when is not known'}), and not done with${next ? `: ${nextWord[next.step]}` : ''}.`
    }
    case 'closed':
      return `Done with (${clock}). A leaked secret stays leaked: should its token work again, this is open again.`
    case 'not-ours':
      return 'Put away as not ours.'
  }
}

/** A file says what was so when it was written: its provider was not asked. */
function stillWorksBy(told: ToldBy): string {
  return told.by === 'file' ? `far as ${tellerWords(told)} tells` : 'its provider shows it'
}

const unmatchedSays = {
  yes: 'It works, and nobody has said whose it is. Nothing is revoked for it until it is matched.',
  no: 'It does not work, as what found it says, and nobody has said whose it was.',
  'not-reported': 'Nobody has said whose it is, nor whether it works. Nothing is revoked for it until it is matched.',
} as const

const nextWord: Readonly<Record<LeakStep, string>> = {
  contain: 'cut it off',
  replace: 'its replacement has not been shown',
  delete: 'it is not deleted',
  review: 'its logs are not read',
  rescan: 'nobody has looked for copies',
}

/** The dry run comes first: what would be sent is shown before it is. Where nothing can be sent from here, what to do by hand. */
function providerActs({ token }: ShownLeak, viewer: Viewer, ways: LeakWays | null): Partial<Record<LeakStep, ReactNode>> {
  if (!token || !ways?.mayAsk || isDeleted(token)) return {}
  if (token.state !== 'live')
    return { delete: ways.remove ? <TextLink href={ways.remove}>Delete it at its provider</TextLink> : <DeletePart viewer={viewer} tokenId={token.id} /> }
  return { contain: ways.contain ? <TextLink href={ways.contain}>Try it first: what cutting it off would break</TextLink> : <ContainPart viewer={viewer} tokenIds={[token.id]} /> }
} // prettier-ignore

/** Detection without revocation is shown as what it is. */
function FinderSays({ leak: { finderSays, finderClosed, state, token } }: { leak: ShownLeak }) {
  const stillWorks = finderClosed && state === 'live'
  return (
    <Notice tone={stillWorks ? 'warning' : 'info'} className="mb-4" title={finderSays ?? ''}>
      {stillWorks && token ? (
        <p>
          {tellerOpens(token.told)} {token.told.by === 'file' ? 'lists' : 'still shows'} the token as live: the alert is closed, the leak is
          not.
        </p>
      ) : null}
    </Notice>
  )
}

function stepActs(leak: ShownLeak): Partial<Record<LeakStep, ReactNode>> {
  const { id, version, token, replaced, reviewed, rescanned } = leak
  const named = { id, version }
  const toPlan = token ? (
    <TextLink key="plan" href={token.planId ? `/plans/${token.planId}` : `/plans/new?${new URLSearchParams({ state: 'any', id: token.id })}`}>
      {token.planId ? 'Open its plan' : 'Open a plan for it'}
    </TextLink>
  ) : null
  return {
    replace: (
      <>
        {/* What a plan saw is nobody's word to take back. */}
        {replaced?.by === null ? null : replaced ? <WithdrawStep {...named} step="replace" /> : <StateStep {...named} step="replace" />}
        {toPlan}
      </>
    ),
    review: reviewed ? <WithdrawStep {...named} step="review" /> : <StateStep {...named} step="review" />,
    rescan: rescanned ? <WithdrawStep {...named} step="rescan" /> : <StateStep {...named} step="rescan" />,
  }
} // prettier-ignore

function Places({ leak: { places, placeCount, foundIn, url } }: { leak: ShownLeak }) {
  const all = places.length > 0 ? places : [{ in: foundIn, at: null, url }]
  return (
    <>
      <ul className="flex flex-col gap-2">
        {all.map((place) => (
          <li key={place.in} className="break-words">
            {isWebAddress(place.url) ? (
              <a href={place.url} rel="noreferrer" className="text-accent underline decoration-1 underline-offset-2 hover:decoration-2">
                {place.in}
              </a>
            ) : (
              place.in
            )}
            {place.at ? (
              <span className="block text-table text-text-3">
                since <Exact at={place.at} />
              </span>
            ) : null}
          </li>
        ))}
      </ul>
      {placeCount > all.length ? <p className="mt-2 text-table text-text-2">The earliest {all.length} of {placeCount} places.</p> : null}
    </>
  )
} // prettier-ignore

function Whose({ leak, edits }: { leak: ShownLeak; edits: boolean }) {
  const { id, version, token, proposed, state, closed } = leak
  if (state === 'not-ours')
    return (
      <div className="flex flex-col items-start gap-2">
        <p className="break-words">“{closed?.note}”</p>
        <p className="text-table text-text-3">
          {closed?.by ?? 'Somebody'}, {closed ? <Exact at={closed.at} /> : null}
        </p>
        {edits ? <TakeUp id={id} version={version} /> : null}
      </div>
    )
  if (token)
    return (
      <div className="flex flex-col items-start gap-2">
        <p className="break-words">
          <TextLink href={`/tokens/${token.id}`} className="font-medium">
            {token.name}
          </TextLink>{' '}
          <span translate="no" className="font-mono wrap-anywhere text-text-2">
            {token.displayId ? <Breakable>{token.displayId}</Breakable> : null}
          </span>
        </p>
        <p>Match: {matchWords(leak)}.</p>
        <p>{token.ownerName ? `Owned by ${token.ownerName}.` : <span className="text-standing">Nobody owns it: security alone is to be told.</span>}</p>
        {edits && state !== 'closed' ? <Unmatch id={id} version={version} name={token.name} /> : null}
      </div>
    )
  return (
    <div className="flex flex-col items-start gap-4">
      <p>{proposed ? `Match: ${matchWords(leak)}. It counts for nothing until somebody says so.` : 'Nothing that is known of it fits one token.'}</p>
      {edits && proposed ? <ConfirmProposed id={id} version={version} name={proposed.name} shown={proposed.displayId} /> : null}
      {edits ? <MatchForm id={id} version={version} second={proposed !== null} /> : null}
      {edits ? <Dismiss id={id} version={version} /> : null}
    </div>
  )
} // prettier-ignore

/** Who of ours was told of it, as far as this viewer may know. */
function toldFacts({ id, token }: ShownLeak, told: ToldOfLeaks | null): [string, ReactNode][] {
  if (!told) return []
  const shown = (reader: 'owner' | 'security') => {
    const said = toldWords(told.isOn, told.byId.get(id)?.[reader] ?? null)
    return typeof said === 'string' ? said : <Exact key={reader} at={said} />
  }
  return [...(token?.ownerId ? [['Its owner told', shown('owner')] as [string, ReactNode]] : []), ['Security told', shown('security')]]
}

function Facts({ leak, told, now }: { leak: ShownLeak; told: ToldOfLeaks | null; now: Date }) {
  const shown = shownSecret(leak)
  const valid = validityOf(leak)
  const facts: [string, ReactNode][] = [
    ['State', stateSays(leak)],
    ['Kind', leak.token?.kind ?? leak.kind ?? 'not reported'],
    ['Shown of it', shown ? <span key="shown" translate="no" className="font-mono break-all">{shown}</span> : 'nothing'],
    ['Still valid', [validWord[valid.works], validBy(valid, leak.token)].filter(Boolean).join(': ')],
    ...(leak.token && leak.stillValid !== 'not-reported' ? [['Checked by its finder', `${validWord[leak.stillValid]}, when it was found`] as [string, ReactNode]] : []),
    ['Clock', clockWords(leak, now)],
    ['Found', <Exact key="found" at={leak.foundAt} />],
    ['Exposed since', leak.exposedAt ? <Exact key="exposed" at={leak.exposedAt} /> : 'not reported'],
    ['Found by', leak.detector ?? (leak.statedBy.startsWith('user:') ? 'a person' : 'a source')],
    ['Recorded', <Exact key="recorded" at={leak.recordedAt} />],
    ['Reported last', <Exact key="told" at={leak.toldAt} />],
    ...toldFacts(leak, told),
  ]
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-1">
      {facts.map(([word, value]) => (
        <div key={word} className="contents">
          <dt className="text-text-2">{word}</dt>
          <dd className="min-w-0 break-words">{value}</dd>
        </div>
      ))}
    </dl>
  )
} // prettier-ignore

/** What was told from outside becomes a link only where it leads to a page. */
function isWebAddress(url: string | null): url is string {
  return /^https?:\/\//i.test(url ?? '')
}
