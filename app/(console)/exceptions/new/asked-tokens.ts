import { listTokens } from '@/lib/db/list-tokens.ts'
import { readPlan } from '@/lib/db/read-plan.ts'
import type { ExceptionLine } from '@/lib/model/exception-search.ts'
import { isId } from '@/lib/model/is-id.ts'
import type { TokenRow } from '@/lib/model/token-row.ts'
import { readTokenSearch, type RawQuery } from '@/lib/model/token-search.ts'
import type { Viewer } from '@/lib/model/viewer.ts'
import { webWorld } from '@/lib/server/web/ground.ts'

/** Tokens of one exception; more are asked for apart. */
const mostTokens = 200

/**
 * The tokens that an address asks an exception for: those it names, those of a plan that are alive, or those of what is renewed. None
 * where they are not there or not this viewer's; null where it names nothing yet.
 */
export async function askedTokens(viewer: Viewer, query: RawQuery, renews: ExceptionLine | null): Promise<readonly TokenRow[] | null> {
  if (renews)
    return tokensOf(
      viewer,
      renews.tokens.map(({ id }) => id),
      true,
    )
  if (typeof query.plan === 'string') {
    const plan = await readPlan((await webWorld()).db, viewer.scope, query.plan)
    return tokensOf(viewer, plan?.members.map(({ id }) => id) ?? [], true)
  }
  const named = [query.token ?? []].flat()
  return named.length === 0 ? null : tokensOf(viewer, named, false)
}

/** A token's facts within the viewer's scope, whatever its state, or only where it is alive. */
export async function tokensOf(viewer: Viewer, ids: readonly string[], alive: boolean): Promise<readonly TokenRow[]> {
  const { db, now } = await webWorld()
  const known = [...new Set(ids.filter(isId))].slice(0, mostTokens)
  if (known.length === 0) return []
  const search = { ...readTokenSearch({ state: alive ? ['live', 'disabled'] : 'any' }), ids: known, limit: mostTokens }
  return (await listTokens(db, viewer.scope, search, now)).rows
}
