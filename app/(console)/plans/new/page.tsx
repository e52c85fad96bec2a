import type { Metadata } from 'next'
import { leftOutWords, openingWords } from '@/components/plans/opening-words.ts'
import { PageHead } from '@/components/shell/page-head.tsx'
import { LinkButton } from '@/components/ui/button.tsx'
import { EmptyState } from '@/components/ui/empty-state.tsx'
import type { Db } from '@/lib/db/db.ts'
import { tokenFacets } from '@/lib/db/token-facets.ts'
import { previewPlans, type PlansPreview } from '@/lib/flows/open-plans.ts'
import { AppError } from '@/lib/model/app-error.ts'
import { readTokenSearch, writeTokenSearch, type RawQuery, type TokenSearch } from '@/lib/model/token-search.ts'
import type { RecipeSubject } from '@/lib/model/recipe.ts'
import type { Viewer } from '@/lib/model/viewer.ts'
import { recipesFor } from '@/lib/retirement/recipes/recipes.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { subjectOf } from '../subject-of.ts'
import { OpenForm, type WayChoice } from './open-form.tsx'

export const metadata: Metadata = { title: 'Open plans · Programme' }

/** What opening plans for the tokens that the address names would make. Opens none: its button does. */
export default async function NewPlansPage({ searchParams }: { searchParams: Promise<RawQuery> }) {
  const viewer = await pageViewer('plans:edit')
  const asked = await whatIsAsked(viewer, await searchParams)
  if (asked instanceof AppError) {
    return (
      <>
        <PageHead title="Open plans" />
        <EmptyState title={asked.message} action={<LinkButton href="/tokens">Choose tokens</LinkButton>}>
          {asked.issues.map(({ where, what }) => (
            <p key={where}>
              {where}: {what}
            </p>
          ))}
        </EmptyState>
      </>
    )
  }
  const { search, preview } = asked
  const list = String(writeTokenSearch(search))
  const { db, now } = await webWorld()
  const left = leftOutWords(preview)
  return (
    <>
      <PageHead
        title="Open plans"
        says={
          <>
            <p>{openingWords(preview)}</p>
            {left ? <p>{left}</p> : null}
          </>
        }
      />
      {preview.plans === 0 ? (
        <EmptyState title="There is nothing to plan here." action={<LinkButton href="/plans?show=all">Show the plans there are</LinkButton>} />
      ) : (
        <OpenForm search={list} back={`/tokens?${list}`} preview={preview} ways={await waysFor(db, viewer, search, now)} today={now.toISOString().slice(0, 10)} />
      )}
    </>
  )
} // prettier-ignore

async function whatIsAsked(viewer: Viewer, query: RawQuery): Promise<{ search: TokenSearch; preview: PlansPreview } | AppError> {
  try {
    const search = readTokenSearch(query)
    const { id, name, scope } = viewer
    return { search, preview: await previewPlans(await webWorld(), { id, name, scope }, { chosen: { by: 'search', search }, recipe: null, dueAt: null }) }
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
} // prettier-ignore

/** The ways to choose from where all the tokens are of one kind: of one token in the order of that token, else of the kind. */
async function waysFor(db: Db, { scope }: Viewer, search: TokenSearch, now: Date): Promise<readonly WayChoice[]> {
  const [only, another] = search.ids ?? []
  if (only && !another) {
    const { subject, token } = await subjectOf(db, scope, only)
    return recipesFor(subject, token).map(choiceOf)
  }
  const kinds = (await tokenFacets(db, scope, search, now)).counts.kind.filter(({ count }) => count > 0)
  const [kind, other] = kinds
  if (!kind || other) return []
  return recipesFor(anyOf(kind.value), { verdict: 'standing-privilege', reason: 'STANDING_HIGH' }).map(choiceOf)
}

function choiceOf({ id, title }: { id: string; title: string }): WayChoice {
  return { value: id, label: title }
}

/** A token of a kind of which nothing else is known. */
function anyOf(kind: string): RecipeSubject {
  return { name: '', displayId: '', externalId: '', kind, provider: '', source: {}, workload: null, consumers: [], lastUsedService: null, grants: [], isAgent: false, thirdParty: null } // prettier-ignore
}
