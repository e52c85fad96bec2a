import { findOwner } from '@/lib/db/directory-choices.ts'
import { readPlan } from '@/lib/db/read-plan.ts'
import { findSuccessor } from '@/lib/db/successor-choices.ts'
import type { World } from '@/lib/flows/world.ts'
import { AppError } from '@/lib/model/app-error.ts'
import { doersOf, PlanAct } from '@/lib/model/plan-act.ts'
import type { PlanDetail } from '@/lib/model/plan-search.ts'
import type { Viewer } from '@/lib/model/viewer.ts'
import { field } from '@/lib/server/web/action.ts'
import { endOfDay } from '../day-in.ts'

/** Reads what a form asks to be done to a plan. Throws AppError 'bad-input' naming the field that cannot be used. */
export async function readPlanAct(world: World, viewer: Viewer, plan: PlanDetail, form: FormData): Promise<PlanAct> {
  const act = PlanAct.safeParse(await asked(world, viewer, plan, form))
  if (act.success) return act.data
  const issues = act.error.issues.map(({ path, message }) => ({ where: String(path.at(-1) ?? 'do'), what: message }))
  throw new AppError('bad-input', 'Some of this cannot be used.', issues)
}

async function asked({ db }: World, { scope }: Viewer, plan: PlanDetail, form: FormData): Promise<unknown> {
  const said = (name: string) => field(form, name).trim()
  const act = said('do')
  if (!Object.hasOwn(doersOf, act)) throw new AppError('bad-input', 'This form asks for nothing that can be done. Load the page again.')
  switch (act) {
    case 'propose-date':
      return { do: act, date: endOfDay('date', said('date'), plan.policyDueAt), reason: said('reason') }
    case 'set-date':
      return { do: act, date: endOfDay('date', said('date'), plan.policyDueAt) }
    case 'decide-date':
      return { do: act, accept: said('accept') === 'yes', note: said('note') }
    case 'offer':
      return { do: act, ownerId: await ownerIn(), note: said('note') }
    case 'assign':
      return { do: act, ownerId: await ownerIn() }
    case 'decline':
      return { do: act, note: said('note') }
    case 'disown':
      return { do: act, says: said('says') }
    case 'name-successor':
      return { do: act, successor: said('successor') === '' ? null : await findSuccessor(db, scope, plan, said('successor')) }
    case 'block':
    case 'cancel':
      return { do: act, why: said('why') }
    case 'comment':
      return { do: act, text: said('text') }
    case 'choose-recipe':
      return { do: act, recipe: said('recipe') }
    default:
      return { do: act }
  }

  async function ownerIn(): Promise<string> {
    if (said('ownerId') === '') throw new AppError('bad-input', 'Some of this cannot be used.', [{ where: 'ownerId', what: 'Say who.' }])
    return findOwner(db, said('ownerId'), 'ownerId')
  }
}

/** The plan that a form is about. Throws AppError 'not-found' as acting on it would. */
export async function planIn({ db }: World, { scope }: Viewer, form: FormData): Promise<PlanDetail> {
  const plan = await readPlan(db, scope, field(form, 'id'))
  if (!plan) throw new AppError('not-found', 'There is no such plan.')
  return plan
}
