import { Snippet } from '@/components/plans/recipe-part.tsx'
import { LinkButton } from '@/components/ui/button.tsx'
import { TextLink } from '@/components/ui/text-link.tsx'
import { readActTokens } from '@/lib/flows/act-tokens.ts'
import type { ActToken, ProviderVerb } from '@/lib/model/provider-act.ts'
import { may, type Viewer } from '@/lib/model/viewer.ts'
import { actRefusal, askerRefusal } from '@/lib/retirement/provider-acts.ts'
import { recipesFor } from '@/lib/retirement/recipes/recipes.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { subjectOf } from '../plans/subject-of.ts'

type ContainPartProps = { viewer: Viewer; tokenIds: readonly string[]; planId?: string }

/** How leaked tokens are cut off: from here, where their source may act; otherwise what is to be done at the provider, by hand. */
export async function ContainPart({ viewer, tokenIds, planId }: ContainPartProps) {
  const { db } = await webWorld()
  const tokens = await readActTokens(db, viewer.scope, tokenIds)
  const refusals = tokens.map((token) => ({ token, why: refusalFor(token, viewer) }))
  const possible = refusals.filter(({ why }) => why === null).map(({ token }) => token)
  const byHand = refusals.find(({ why, token }) => why !== null && token.underWay === null)
  const underWay = tokens.find((token) => token.underWay !== null)?.underWay ?? null
  const [first] = possible
  return (
    <div className="flex flex-col gap-3">
      {first ? (
        <div>
          <LinkButton kind="primary" href={hrefOf(possible, first, planId)} className="min-h-11 md:min-h-8">
            Contain…
          </LinkButton>
        </div>
      ) : null}
      {underWay ? (
        <p>
          <TextLink href={`/acts/${underWay.requestId}`}>Something is asked of its provider already</TextLink>
        </p>
      ) : null}
      {byHand ? <ByHand viewer={viewer} token={byHand.token} why={byHand.why ?? ''} named={tokens.length > 1} /> : null}
    </div>
  )
}

/** Where a leaked token is cut off from here, and why it cannot be; both null for whoever may ask for nothing. */
export async function containWay(viewer: Viewer, tokenId: string): Promise<{ href: string | null; why: string | null }> {
  if (!may(viewer.role, 'acts:ask')) return { href: null, why: null }
  const [token] = await readActTokens((await webWorld()).db, viewer.scope, [tokenId])
  if (!token) return { href: null, why: null }
  const why = refusalFor(token, viewer)
  return { href: why === null ? hrefOf([token], token, undefined) : null, why }
}

/** How what leaked is cut off at its provider: what cannot be disabled can only be deleted. */
function verbFor({ verbs }: ActToken): ProviderVerb {
  return verbs.includes('delete') && !verbs.includes('disable') ? 'delete' : 'disable'
}

function refusalFor(token: ActToken, { role }: Viewer): string | null {
  const verb = verbFor(token)
  return actRefusal(verb, token) ?? askerRefusal({ by: 'person', role }, verb)
}

function hrefOf(possible: readonly ActToken[], first: ActToken, planId: string | undefined): string {
  const verb = verbFor(first)
  const of = planId && possible.length > 1 ? [['plan', planId]] : [['token', first.id]]
  return `/acts/new?${new URLSearchParams([...of, ...(verb === 'disable' ? [] : [['verb', verb]])] as string[][])}`
}

/** What its provider's own console or command line wants, in the words and with the snippets of the way for a leak of its kind. */
async function ByHand({ viewer, token, why, named }: { viewer: Viewer; token: ActToken; why: string; named: boolean }) {
  const { db } = await webWorld()
  const { subject } = await subjectOf(db, viewer.scope, token.id)
  const [way] = recipesFor(subject, { verdict: 'revoke-now', reason: 'LEAK_ACTIVE' })
  const step = way?.steps.find(({ id }) => id === 'contain')
  const [snippet] = way?.artefacts(subject) ?? []
  return (
    <div className="flex flex-col gap-2">
      <p className="max-w-[72ch] break-words">
        {named ? `${token.name}: ` : ''}
        {why} {!token.mayAct && token.verbs.length > 0 && may(viewer.role, 'sources:edit') ? <TextLink href={`/sources/${token.sourceId}#may-act`}>Let it act</TextLink> : null}
      </p>
      {step ? (
        <p className="max-w-[72ch] break-words">
          <span className="font-medium">By hand: </span>
          {step.does} {step.shownBy}
        </p>
      ) : null}
      {snippet ? <Snippet artefact={snippet} /> : null}
    </div>
  )
} // prettier-ignore
