import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { secondWords, tokensWord, verbWord } from '@/components/acts/act-words.ts'
import { PageHead } from '@/components/shell/page-head.tsx'
import { LinkButton } from '@/components/ui/button.tsx'
import { EmptyState } from '@/components/ui/empty-state.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { Section } from '@/components/ui/section.tsx'
import { Tabs } from '@/components/ui/tabs.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { countWords } from '@/components/ui/time-words.ts'
import { readPlan } from '@/lib/db/read-plan.ts'
import { readActTokens } from '@/lib/flows/act-tokens.ts'
import { isId } from '@/lib/model/is-id.ts'
import { mostActTokens, ProviderVerb, type ActToken } from '@/lib/model/provider-act.ts'
import type { RawQuery } from '@/lib/model/token-search.ts'
import type { Viewer } from '@/lib/model/viewer.ts'
import { doesTo } from '@/lib/model/act-effect.ts'
import { askerRefusal, chooseToAct, isDone, secondFor, toType } from '@/lib/retirement/provider-acts.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { AskForm } from '../ask-form.tsx'
import { DryRun } from '../dry-run.tsx'

export const metadata: Metadata = { title: 'Act at the provider · Acts' }

/** So many tokens are looked at, more than a plan is opened with; and so many are shown of those that nothing can be done to. */
const mostLookedAt = 500
const mostImpossible = 50

/** A dry run: what would be done to each of these tokens, what would break, and what stands against it. Nothing is sent by looking. */
export default async function NewActPage({ searchParams }: { searchParams: Promise<RawQuery> }) {
  const viewer = await pageViewer('acts:ask')
  const query = await searchParams
  const verb = ProviderVerb.catch('disable').parse(query.verb)
  const { db, now } = await webWorld()
  const ids = await idsIn(viewer, query)
  const tokens = await readActTokens(db, viewer.scope, ids.slice(0, mostLookedAt))
  const asker = { by: 'person', role: viewer.role } as const
  const notTheirs = askerRefusal(asker, verb)
  const { possible, impossible, beyond, beyondDone } = chooseToAct(verb, tokens)
  const doneBefore = possible.filter(({ shown }) => isDone(verb, shown)).length + beyondDone
  const second = secondFor(asker, verb, possible)
  return (
    <>
      <PageHead title={`${doesTo(verb, tokens)}${verb === 'delete' && doesTo(verb, tokens) !== verbWord.delete ? ' tokens' : ''} at the provider`} says={<p>{opening(tokens.length - impossible.length - doneBefore, doneBefore, tokens.length)}</p>} />
      <Tabs label="What to do" tabs={(['disable', 'delete', 'enable'] as const).map((each) => ({ href: hrefOf(each, query, tokens), label: verbWord[each] }))} here={hrefOf(verb, query, tokens)} />
      {beyond > 0 ? (
        <Notice tone="warning" className="mb-4" title={`This can be asked for ${countWords(beyond)} more, and ${beyond === 1 ? 'it is' : 'they are'} left over.`}>
          <p>At most {countWords(mostActTokens)} are asked for at a time, the worst first. The rest {beyond === 1 ? 'is' : 'are'} here when these are under way.</p>
        </Notice>
      ) : null}
      {ids.length > mostLookedAt ? <Notice tone="warning" className="mb-4" title={`Only the first ${countWords(mostLookedAt)} of these ${countWords(ids.length)} tokens were looked at.`} /> : null}
      {tokens.length === 0 ? (
        <EmptyState title="No token was chosen.">
          Choose some in the <TextLink href="/tokens">inventory</TextLink>, or begin on a token’s own page.
        </EmptyState>
      ) : (
        <Section title="What would happen">
          <DryRun verb={verb} tokens={[...possible, ...impossible.slice(0, mostImpossible)]} now={now} />
          {impossible.length > mostImpossible ? <p className="mt-2 text-text-2">And {countWords(impossible.length - mostImpossible)} more that it cannot be asked for now.</p> : null}
        </Section>
      )}
      {notTheirs ? <p className="max-w-[72ch]">{notTheirs}</p> : null}
      {possible.length > 0 && !notTheirs ? (
        <Section title={possible.length < tokens.length ? `Ask for the ${countWords(possible.length)} that can be` : 'Ask for it'} says={second ? `${secondWords[second]} Whoever asks is not the second.` : 'It is sent as soon as a worker is free, and read back.'}>
          <AskForm key={`${verb} ${possible.map(({ id }) => id).join()}`} verb={verb} ids={possible.map(({ id }) => id)} says={`${doesTo(verb, possible)} ${tokensWord(possible)}`} toType={toType(verb, possible)} waits={second !== null} />
        </Section>
      ) : null}
      <p>
        <LinkButton href={tokens.length === 1 && tokens[0] ? `/tokens/${tokens[0].id}` : '/acts'}>Leave it as it is</LinkButton>
      </p>
    </>
  )
} // prettier-ignore

function opening(toDo: number, doneBefore: number, of: number): string {
  const nothing = 'Nothing is sent by looking at this page.'
  if (of === 0) return nothing
  const these = (count: number) =>
    count === of ? (of === 1 ? 'It' : `All ${countWords(of)}`) : `${countWords(count)} of ${countWords(of)}`
  if (doneBefore === 0) return `${these(toDo)} can be done now. ${nothing}`
  const again = `${toDo === 0 ? these(doneBefore) : countWords(doneBefore)} ${doneBefore === 1 ? 'was' : 'were'} last seen so already, and can be asked for again.`
  return `${toDo === 0 ? '' : `${these(toDo)} can be done now. `}${again} ${nothing}`
}

async function idsIn(viewer: Viewer, { token, plan }: RawQuery): Promise<readonly string[]> {
  if (typeof plan === 'string') {
    const found = await readPlan((await webWorld()).db, viewer.scope, plan)
    return (found ?? notFound()).members.map(({ id }) => id)
  }
  const said = typeof token === 'string' ? [token] : [...(token ?? [])]
  return [...new Set(said)].filter(isId)
}

function hrefOf(verb: ProviderVerb, { plan }: RawQuery, tokens: readonly ActToken[]): string {
  const of = typeof plan === 'string' ? [['plan', plan]] : tokens.map(({ id }) => ['token', id])
  return `/acts/new?${new URLSearchParams([['verb', verb], ...of])}`
}
