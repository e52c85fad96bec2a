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

/** Where a leaked token is cut off or deleted from here; null where it cannot be. `mayAsk`: whether by hand is of any use to this viewer. */
export type LeakWays = { contain: string | null; remove: string | null; mayAsk: boolean }

export async function leakWays(viewer: Viewer, tokenId: string): Promise<LeakWays> {
  const none = { contain: null, remove: null, mayAsk: false }
  if (!may(viewer.role, 'acts:ask')) return none
  const [token] = await readActTokens((await webWorld()).db, viewer.scope, [tokenId])
  if (!token) return none
  const asker = { by: 'person', role: viewer.role } as const
  const removes = (actRefusal('delete', token) ?? askerRefusal(asker, 'delete')) === null
  return {
    contain: refusalFor(token, viewer) === null ? hrefOf([token], token, undefined) : null,
    remove: removes ? `/acts/new?${new URLSearchParams({ token: token.id, verb: 'delete' })}` : null,
    mayAsk: true,
  }
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

/** The same of deleting one that is cut off, where it cannot be asked for here. */
export async function DeletePart({ viewer, tokenId }: { viewer: Viewer; tokenId: string }) {
  const [token] = await readActTokens((await webWorld()).db, viewer.scope, [tokenId])
  const why = token && (actRefusal('delete', token) ?? askerRefusal({ by: 'person', role: viewer.role }, 'delete'))
  return token && why ? <ByHand viewer={viewer} token={token} why={why} named={false} stepId="delete" /> : null
}

type ByHandProps = { viewer: Viewer; token: ActToken; why: string; named: boolean; stepId?: 'contain' | 'delete' }

/** What its provider's own console or command line wants, in the words and with the snippets of the way for a leak of its kind. */
async function ByHand({ viewer, token, why, named, stepId = 'contain' }: ByHandProps) {
  const { db } = await webWorld()
  const { subject } = await subjectOf(db, viewer.scope, token.id)
  const [way] = recipesFor(subject, { verdict: 'revoke-now', reason: 'LEAK_ACTIVE' })
  const step = way?.steps.find(({ id }) => id === stepId)
  const snippets = way?.artefacts(subject) ?? []
  const snippet = stepId === 'contain' ? snippets[0] : snippets.find(({ title }) => title.startsWith('Delete'))
  return (
    <div className="flex flex-col gap-2">
      <p className="max-w-[72ch] wrap-anywhere">
        {named ? `${token.name}: ` : ''}
        {why} {!token.mayAct && token.verbs.length > 0 && may(viewer.role, 'sources:edit') ? <TextLink href={`/sources/${token.sourceId}#may-act`}>Let it act</TextLink> : null}
      </p>
      {step ? (
        <p className="max-w-[72ch] wrap-anywhere">
          <span className="font-medium">By hand: </span>
          {step.does} <span className="font-medium">Shown by: </span>
          {step.shownBy}
        </p>
      ) : null}
      {snippet ? <Snippet artefact={snippet} /> : null}
    </div>
  )
} // prettier-ignore
