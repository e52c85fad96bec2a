'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { auditMark } from '@/lib/db/audit-mark.ts'
import { actOnTokens } from '@/lib/flows/act-on-tokens.ts'
import type { World } from '@/lib/flows/world.ts'
import { AppError } from '@/lib/model/app-error.ts'
import type { ChangedMeanwhile, TokenAct } from '@/lib/model/token-act.ts'
import type { Viewer } from '@/lib/model/viewer.ts'
import { action, field } from '@/lib/server/web/action.ts'
import { readAct } from '../act/read-act.ts'
import { readMark } from '../act/read-mark.ts'

/** Saved; or not, since somebody else changed the same after the page was read: theirs, and the mark that counts it as seen. */
export type ActedOnToken = { saved: true } | { saved: false; meanwhile: ChangedMeanwhile; mark: string; now: Date }

/** States something of one token: its owner, workload, a fact, a control or a leak. */
export const actOnToken = action('tokens:edit', async ({ viewer, world, form }) =>
  actOn(viewer, world, form, await readAct(world.db, form)),
)

/** Says who uses a token. An owner may, of their own: the flow finds nobody else's. */
export const stateConsumers = action('tasks:act', async ({ viewer, world, form }) => {
  const act = await readAct(world.db, form)
  if (act.do !== 'fact' || act.stated.fact !== 'consumers')
    throw new AppError('forbidden', 'This form says who uses a token, and nothing else.')
  return actOn(viewer, world, form, act)
})

async function actOn(viewer: Viewer, world: World, form: FormData, act: TokenAct): Promise<ActedOnToken> {
  const id = z.uuid().safeParse(field(form, 'token'))
  if (!id.success) throw new AppError('not-found', 'That token is not there.')
  // A form that carries no mark asks for no comparison.
  const said = field(form, 'mark')
  const mark = said === '' ? await auditMark(world.db) : readMark(said)
  const asked = { act, chosen: { by: 'ids' as const, ids: [id.data] } }
  const doer = { id: viewer.id, name: viewer.name, scope: viewer.scope }
  const acted = await actOnTokens(world, doer, asked, { count: 1, mark })
  if (!acted.done) return { saved: false, meanwhile: acted.now.meanwhile, mark: acted.now.mark, now: world.now }
  revalidatePath(`/tokens/${id.data}`)
  return { saved: true }
}
