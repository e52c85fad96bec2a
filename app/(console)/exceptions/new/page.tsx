import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { tokensWords } from '@/components/exceptions/exception-words.ts'
import { TokenFacts } from '@/components/exceptions/token-facts.tsx'
import { PageHead } from '@/components/shell/page-head.tsx'
import { LinkButton } from '@/components/ui/button.tsx'
import { EmptyState } from '@/components/ui/empty-state.tsx'
import { Section } from '@/components/ui/section.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { excepted, readException } from '@/lib/db/list-exceptions.ts'
import { currentPolicy } from '@/lib/db/policy.ts'
import { tokenDetail } from '@/lib/db/token-detail.ts'
import type { ExceptionLine } from '@/lib/model/exception-search.ts'
import { wordsOf } from '@/lib/model/policy-fields.ts'
import type { TokenRow } from '@/lib/model/token-row.ts'
import type { RawQuery } from '@/lib/model/token-search.ts'
import type { Viewer } from '@/lib/model/viewer.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { reasonWords } from '../../reason-words.ts'
import { askedTokens } from './asked-tokens.ts'
import { ChooseTokens } from './choose-tokens.tsx'
import { RequestForm } from './request-form.tsx'
import { refusalsByKind, startOf } from './request-start.ts'

type NewExceptionPageProps = { searchParams: Promise<RawQuery> }

export const metadata: Metadata = { title: 'Ask for one · Exceptions' }

/** Of which tokens, for how long, and what protects them meanwhile? */
export default async function NewExceptionPage({ searchParams }: NewExceptionPageProps) {
  const viewer = await pageViewer('exceptions:request')
  const query = await searchParams
  const { db } = await webWorld()
  const renews = typeof query.renew === 'string' ? ((await readException(db, viewer.scope, query.renew)) ?? notFound()) : null
  const tokens = await askedTokens(viewer, query, renews)
  if (tokens === null) return <ChooseTokens viewer={viewer} text={typeof query.q === 'string' ? query.q : ''} />
  if (tokens.length === 0) notFound()
  return <Ask viewer={viewer} tokens={tokens} renews={renews} />
}

async function Ask({ viewer, tokens, renews }: { viewer: Viewer; tokens: readonly TokenRow[]; renews: ExceptionLine | null }) {
  const { db, now } = await webWorld()
  const names = tokensWords(tokens.map(({ name }) => name))
  const title = renews ? `Renew the exception for ${names}` : `Ask for an exception for ${names}`
  const refusal = renews ? renewalRefusal(renews) : await takenWords(viewer, tokens)
  if (refusal) return <Refused title={title} says={refusal} back={renews ? `/exceptions/${renews.id}` : '/exceptions'} />
  const records = await Promise.all(tokens.slice(0, mostCompared).map(({ id }) => tokenDetail(db, viewer.scope, id)))
  const refusals = refusalsByKind(tokens.map((token) => ({ ...token, isExposed: token.exposure !== 'none' })))
  // Where there are more tokens than are compared, nothing is known to reach all of them.
  const start = startOf(renews, refusals, tokens.length > mostCompared ? [] : records.map(({ controls }) => controls), now)
  const { exceptionDays } = (await currentPolicy(db.pool)).values
  const day = (days: number) => new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 10)
  return (
    <>
      <PageHead
        title={title}
        says={
          <p>
            It is accepted for at most {wordsOf('exceptionDays', exceptionDays)}, and only once somebody else approves it. The verdict does
            not change.
            {renews ? ' What it renews goes on until then; an exception is renewed once.' : ''}
          </p>
        }
      />
      <div className="grid gap-x-10 gap-y-6 xl:grid-cols-[minmax(0,48rem)_minmax(18rem,1fr)]">
        <RequestForm
          tokens={tokens.map(({ id }) => id)}
          renewalOf={renews?.id ?? null}
          start={start}
          refusals={refusals}
          most={wordsOf('exceptionDays', exceptionDays)}
          days={{ today: day(0), tomorrow: day(1), lastEnd: day(exceptionDays), lastRetirement: day(366) }}
          back={renews ? `/exceptions/${renews.id}` : tokens.length === 1 ? `/tokens/${tokens[0]?.id}` : '/exceptions'}
        />
        <Section title={tokens.length === 1 ? 'The token' : 'The tokens'} className="order-first xl:order-none">
          <TokenFacts tokens={tokens} reasonWords={reasonWords} now={now} />
        </Section>
      </div>
    </>
  )
}

/** Tokens whose controls on record are read, to begin the form with those that reach all of them. */
const mostCompared = 20

function renewalRefusal({ state, renewals, renewedBy }: ExceptionLine): string | null {
  if (state !== 'approved') return 'Only an exception that holds can be renewed.'
  if (renewals > 0 || renewedBy) return 'An exception is renewed once, and this one was. Retire the token, or ask again when something has changed.'
  return null
} // prettier-ignore

async function takenWords(viewer: Viewer, tokens: readonly TokenRow[]): Promise<string | null> {
  const { db } = await webWorld()
  const ids = tokens.map(({ id }) => id)
  const taken = await excepted(db, viewer.scope, ids)
  const [one] = tokens.filter(({ id }) => taken.has(id))
  return one ? `${one.name} has an exception already, or one was asked for.` : null
}

function Refused({ title, says, back }: { title: string; says: string; back: string }) {
  return (
    <>
      <PageHead title={title} />
      <EmptyState title="This cannot be asked for." action={<LinkButton href={back}>Go back</LinkButton>}>
        <p>{says}</p>
        <p className="mt-1">
          <TextLink href="/exceptions">See the exceptions</TextLink>
        </p>
      </EmptyState>
    </>
  )
}
