import { findPlanOwners } from '@/lib/db/plan-owners.ts'
import { AppError } from '@/lib/model/app-error.ts'
import { hasControl } from '@/lib/model/query-words.ts'
import { door } from '@/lib/server/web/door.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { requireViewer } from '@/lib/server/web/viewer.ts'

/** Those who have plans and `match` in their name: the owners that the programme can be narrowed to. */
export const GET = door(async (request) => {
  const viewer = await requireViewer('plans:read')
  const text = (new URL(request.url).searchParams.get('match') ?? '').trim().slice(0, 200)
  if (hasControl(text)) throw new AppError('bad-input', 'This cannot be looked for.', [{ where: 'match', what: 'has characters that cannot be typed' }]) // prettier-ignore
  const { db } = await webWorld()
  const found = await findPlanOwners(db, viewer.scope, text)
  return { values: found.map(({ id, name, plans }) => ({ value: id, name, detail: plans === 1 ? '1 plan' : `${plans} plans` })) }
})
