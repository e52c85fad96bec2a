'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { actOnPlan } from '@/lib/flows/act-on-plan.ts'
import { checkPlan } from '@/lib/flows/check-plan.ts'
import { openPlans, type PlansPreview } from '@/lib/flows/open-plans.ts'
import { enqueueMessages, enqueueSync } from '@/lib/jobs/enqueue.ts'
import { rawQuery, readTokenSearch } from '@/lib/model/token-search.ts'
import { action, field } from '@/lib/server/web/action.ts'
import { endOfDay } from '../day-in.ts'
import { planIn, readPlanAct } from './read-plan-act.ts'

/** Does to a plan what its form asks, and goes to the page it was asked from, which says what was done. */
export const actOnThePlan = action('tasks:act', async ({ viewer, world, form }) => {
  const plan = await planIn(world, viewer, form)
  const act = await readPlanAct(world, viewer, plan, form)
  await actOnPlan(world, viewer, { id: plan.id, version: Number(field(form, 'version')), act })
  await enqueueMessages(world)
  revalidatePath('/plans', 'layout')
  revalidatePath('/tasks', 'layout')
  // What an owner gives away they do not see any more.
  const leaves = !viewer.scope.all && (act.do === 'disown' || act.do === 'decline')
  const page = leaves ? '/tasks' : `${homeIn(form)}/${plan.id}`
  redirect(`${page}?did=${act.do}`)
})

/** Has the plan's sources read as soon as a worker is free. */
export const checkThePlan = action('tasks:act', async ({ viewer, world, form }) => {
  const plan = await planIn(world, viewer, form)
  for (const sourceId of await checkPlan(world, viewer, plan.id)) await enqueueSync(world.db, sourceId, `user:${viewer.id}`)
  revalidatePath('/plans', 'layout')
  revalidatePath('/tasks', 'layout')
  redirect(`${homeIn(form)}/${plan.id}?did=check`)
})

/** Opens the plans that were shown; where they would be others by now, answers with what they would be. */
export const openThePlans = action<PlansPreview>('plans:edit', async ({ viewer, world, form }) => {
  const search = readTokenSearch(rawQuery(new URLSearchParams(field(form, 'search'))))
  const due = field(form, 'dueAt').trim()
  const asked = {
    chosen: { by: 'search', search } as const,
    recipe: field(form, 'recipe') || null,
    dueAt: due === '' ? null : endOfDay('dueAt', due, null),
  }
  const seen = { tokens: Number(field(form, 'tokens')), plans: Number(field(form, 'plans')) }
  const { id, name, scope } = viewer
  const opened = await openPlans(world, { id, name, scope }, asked, seen)
  if (!opened.done) return opened.now
  await enqueueMessages(world)
  revalidatePath('/plans', 'layout')
  const [only, another] = opened.ids
  redirect(only && !another ? `/plans/${only}?did=opened` : `/plans?opened=${opened.ids.length}&of=${opened.tokens}`)
})

function homeIn(form: FormData): '/plans' | '/tasks' {
  return field(form, 'home') === 'plans' ? '/plans' : '/tasks'
}
