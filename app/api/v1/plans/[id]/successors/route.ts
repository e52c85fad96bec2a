import { readPlan } from '@/lib/db/read-plan.ts'
import { successorChoices } from '@/lib/db/successor-choices.ts'
import { AppError } from '@/lib/model/app-error.ts'
import { hasControl } from '@/lib/model/query-words.ts'
import { recipeById } from '@/lib/retirement/recipes/recipes.ts'
import { takesStanding } from '@/lib/retirement/successor-fit.ts'
import { door } from '@/lib/server/web/door.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { requireViewer } from '@/lib/server/web/viewer.ts'

/** What can take a plan's tokens' place, by `match` in its name; ids carry which of the two kinds they are of. */
export const GET = door(async (request, { params }: { params: Promise<{ id: string }> }) => {
  const viewer = await requireViewer('tasks:act')
  const text = (new URL(request.url).searchParams.get('match') ?? '').trim().slice(0, 200)
  if (hasControl(text)) throw new AppError('bad-input', 'This cannot be looked for.', [{ where: 'match', what: 'has characters that cannot be typed' }]) // prettier-ignore
  const { db } = await webWorld()
  const plan = await readPlan(db, viewer.scope, (await params).id)
  if (!plan) throw new AppError('not-found', 'There is no such plan.')
  const found = await successorChoices(db, viewer.scope, plan, { text })
  const takes = takesStanding(recipeById(plan.recipe))
  const detailOf = ({ says, stands }: (typeof found)[number]) => (stands && !takes ? `${says} · another standing key` : says)
  return { values: found.map((one) => ({ value: `${one.kind}:${one.id}`, name: one.name, detail: detailOf(one) })) }
})
