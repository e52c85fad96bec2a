import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { consequence, secondWords, tokensWord, verbWord } from '@/components/acts/act-words.ts'
import { PageHead } from '@/components/shell/page-head.tsx'
import { LinkButton } from '@/components/ui/button.tsx'
import { EmptyState } from '@/components/ui/empty-state.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { Section } from '@/components/ui/section.tsx'
import { Table, Td, Th, Tr } from '@/components/ui/table.tsx'
import { Tabs } from '@/components/ui/tabs.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { countWords } from '@/components/ui/time-words.ts'
import { readPlan } from '@/lib/db/read-plan.ts'
import { readActTokens } from '@/lib/flows/act-tokens.ts'
import { isId } from '@/lib/model/is-id.ts'
import { mostActTokens, ProviderVerb, type ActToken } from '@/lib/model/provider-act.ts'
import type { RawQuery } from '@/lib/model/token-search.ts'
import type { Viewer } from '@/lib/model/viewer.ts'
import { doesTo, effectOf } from '@/lib/model/act-effect.ts'
import { actRefusal, askerRefusal, secondFor, toType } from '@/lib/retirement/provider-acts.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { AskForm } from '../ask-form.tsx'

export const metadata: Metadata = { title: 'Act at the provider · Acts' }

/** A dry run: what would be done to each of these tokens, what would break, and what stands against it. Nothing is sent by looking. */
export default async function NewActPage({ searchParams }: { searchParams: Promise<RawQuery> }) {
  const viewer = await pageViewer('acts:ask')
  const query = await searchParams
  const verb = ProviderVerb.catch('disable').parse(query.verb)
  const { db, now } = await webWorld()
  const ids = await idsIn(viewer, query)
  const tokens = await readActTokens(db, viewer.scope, ids.slice(0, mostActTokens))
  const asker = { by: 'person', role: viewer.role } as const
  const notTheirs = askerRefusal(asker, verb)
  const possible = tokens.filter((token) => actRefusal(verb, token) === null)
  const second = secondFor(asker, verb, possible)
  const rest = tokens.length - possible.length
  return (
    <>
      <PageHead title={`${doesTo(verb, tokens)}${verb === 'delete' && doesTo(verb, tokens) !== verbWord.delete ? ' tokens' : ''} at the provider`} says={<p>{opening(possible.length, tokens.length)}</p>} />
      <Tabs label="What to do" tabs={(['disable', 'delete', 'enable'] as const).map((each) => ({ href: hrefOf(each, query, tokens), label: verbWord[each] }))} here={hrefOf(verb, query, tokens)} />
      {ids.length > mostActTokens ? <Notice tone="warning" className="mb-4" title={`The first ${mostActTokens} of them: no more are asked for at a time.`} /> : null}
      {tokens.length === 0 ? (
        <EmptyState title="No token was chosen.">
          Choose some in the <TextLink href="/tokens">inventory</TextLink>, or begin on a token’s own page.
        </EmptyState>
      ) : (
        <Section title="What would happen">
          <DryRun verb={verb} tokens={tokens} now={now} />
        </Section>
      )}
      {notTheirs ? <p className="max-w-[72ch]">{notTheirs}</p> : null}
      {possible.length > 0 && !notTheirs ? (
        <Section title={rest > 0 ? `Ask for the ${countWords(possible.length)} that can be` : 'Ask for it'} says={second ? `${secondWords[second]} Whoever asks is not the second.` : 'It is sent as soon as a worker is free, and read back.'}>
          {possible.some(({ underWay }) => underWay) ? null : (
            <AskForm key={`${verb} ${possible.map(({ id }) => id).join()}`} verb={verb} ids={possible.map(({ id }) => id)} says={`${doesTo(verb, possible)} ${tokensWord(possible)}`} toType={toType(verb, possible)} waits={second !== null} />
          )}
        </Section>
      ) : null}
      <p>
        <LinkButton href={tokens.length === 1 && tokens[0] ? `/tokens/${tokens[0].id}` : '/acts'}>Leave it as it is</LinkButton>
      </p>
    </>
  )
} // prettier-ignore

function opening(possible: number, of: number): string {
  if (of === 0) return 'Nothing is sent by looking at this page.'
  const all = possible === of
  return `${all ? (of === 1 ? 'It' : `All ${countWords(of)}`) : `${countWords(possible)} of ${countWords(of)}`} can be done now. Nothing is sent by looking at this page.`
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

function DryRun({ verb, tokens, now }: { verb: ProviderVerb; tokens: readonly ActToken[]; now: Date }) {
  return (
    <Table caption="What would happen to each token" cards>
      <thead role="rowgroup">
        <Tr>
          <Th>Token</Th>
          <Th>Stands as</Th>
          <Th>What would happen</Th>
        </Tr>
      </thead>
      <tbody role="rowgroup">
        {tokens.map((token) => {
          const why = actRefusal(verb, token)
          return (
            <Tr key={token.id}>
              <Td className="md:max-w-72 md:min-w-40">
                <TextLink href={`/tokens/${token.id}`} className="font-medium break-words">
                  {token.name}
                </TextLink>
                <div className="text-meta break-words text-text-3">
                  {token.kind} · {token.sourceName} · {token.ownerName ?? 'nobody owns it'}
                </div>
              </Td>
              <Td label="Stands as" className="md:min-w-28">
                {token.shown}
                {token.isExposed ? <div className="text-meta font-medium text-revoke">leaked</div> : null}
              </Td>
              <Td label="What would happen">
                {why ? (
                  <p className="max-w-[72ch] text-text-2">
                    Nothing. {why} {token.underWay ? <TextLink href={`/acts/${token.underWay.requestId}`}>See it</TextLink> : null}
                  </p>
                ) : (
                  <>
                    <p className="font-medium">
                      {effectOf(verb, token.kind).does} {token.displayId}
                    </p>
                    <p className="max-w-[72ch]">{consequence(verb, token, now)}</p>
                  </>
                )}
              </Td>
            </Tr>
          )
        })}
      </tbody>
    </Table>
  )
}
