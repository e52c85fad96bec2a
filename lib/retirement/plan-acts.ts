import { doersOf, type PlanAct } from '../model/plan-act.ts'
import { hasReached } from '../model/plan.ts'
import type { PlanDetail } from '../model/plan-search.ts'
import { courseOf, type Recipe } from '../model/recipe.ts'
import { may, type Viewer } from '../model/viewer.ts'
import { leakRefusal } from './leak-plan.ts'
import { isClosed } from './plan-state.ts'
import { successorIssue } from './successor-fit.ts'

type Asked = Pick<
  PlanDetail,
  | 'ownerId'
  | 'offeredTo'
  | 'stage'
  | 'recipe'
  | 'acknowledgedAt'
  | 'proposedDueAt'
  | 'proposedById'
  | 'switchedAt'
  | 'successor'
  | 'blocked'
  | 'refusal'
>

/** What a viewer may do to a plan as it stands: null, or why not yet. What is not theirs, or has no sense now, is not in it. */
export type OpenActs = ReadonlyMap<PlanAct['do'], string | null>

/** The acts that a plan's page offers. The flow decides again; this says beforehand what it would say. */
export function actsOpen(plan: Asked, viewer: Pick<Viewer, 'id' | 'role' | 'selfIds'>, recipe: Pick<Recipe, 'successor'> | null): OpenActs {
  const sides = sidesOf(plan, viewer)
  const acts = (Object.keys(doersOf) as PlanAct['do'][]).flatMap((act) => {
    const says = doersOf[act].some((side) => sides.includes(side)) ? refusalOf(act, plan, viewer, recipe) : 'absent'
    return says === 'absent' ? [] : [[act, says] as const]
  })
  return new Map(acts)
}

/** The acts that a plan's page draws by itself, the first that there is to do. */
const foremost: readonly PlanAct['do'][] = ['accept', 'decide-date', 'assign', 'unblock', 'acknowledge', 'name-successor', 'switch']
/** The steps of its owner, which others may do but do not have before them. */
const owners: readonly PlanAct['do'][] = ['acknowledge', 'name-successor', 'switch']

type ToDo = { plan: Asked; acts: OpenActs; selfIds: readonly string[]; recipe: Parameters<typeof successorIssue>[1] }

/** What is to do first. Who steers looks at a plan; who has it walks it. */
export function firstOf({ plan, acts, selfIds, recipe }: ToDo): PlanAct['do'] | null {
  const mine = plan.ownerId !== null && selfIds.includes(plan.ownerId)
  return (
    foremost.find((act) => {
      if (acts.get(act) !== null) return false
      if (owners.includes(act) && !mine) return false
      if (act === 'assign') return plan.ownerId === null && plan.offeredTo === null
      // Cutting a leak off waits for nobody's word.
      if (act === 'acknowledge' && courseOf(plan.recipe) === 'leak') return false
      if (act === 'name-successor' && hasReached(plan, 'replaced')) return false
      if (act === 'name-successor')
        return (recipe?.successor ?? 'seen') === 'seen' && (plan.successor === null || successorIssue(plan.successor, recipe) !== null)
      return true
    }) ?? null
  )
}

/** Acts with a form of their own elsewhere on the page. */
const drawnElsewhere: readonly PlanAct['do'][] = ['comment', 'cancel']

/** The act whose form a plan's page draws: the one that its address asks for where this viewer may do it now, else the first to do. */
export function drawnAct(asked: string | null, first: PlanAct['do'] | null, acts: OpenActs): PlanAct['do'] | null {
  const open = [...acts].find(([act, refusal]) => act === asked && refusal === null && !drawnElsewhere.includes(act))
  return open?.[0] ?? first
}

/** What is read for the form that is drawn, and for no other: the whole directory is for whoever may give a plan to anybody in it. */
export function optionsOf(drawn: PlanAct['do'] | null): 'directory' | 'near-ones' | 'ways' | null {
  if (drawn === 'assign') return 'directory'
  if (drawn === 'offer') return 'near-ones'
  return drawn === 'choose-recipe' ? 'ways' : null
}

function sidesOf({ ownerId, offeredTo }: Asked, { role, selfIds }: Pick<Viewer, 'role' | 'selfIds'>) {
  return [
    ...(ownerId !== null && selfIds.includes(ownerId) && may(role, 'tasks:act') ? (['owner'] as const) : []),
    ...(offeredTo !== null && selfIds.includes(offeredTo) && may(role, 'tasks:act') ? (['offered'] as const) : []),
    ...(may(role, 'plans:edit') ? (['security'] as const) : []),
  ]
}

function refusalOf(
  act: PlanAct['do'],
  plan: Asked,
  viewer: Pick<Viewer, 'id'>,
  recipe: Pick<Recipe, 'successor'> | null,
): string | null | 'absent' {
  if (act === 'comment') return null
  if (isClosed(plan.stage) || leakRefusal(act, plan) !== null) return 'absent'
  const only = (there: boolean) => (there ? null : ('absent' as const))
  switch (act) {
    case 'acknowledge':
      return only(plan.acknowledgedAt === null)
    case 'decide-date':
      if (!plan.proposedDueAt) return 'absent'
      return plan.proposedById === viewer.id ? 'You proposed this date, so someone else must decide.' : null
    case 'accept':
    case 'decline':
      return only(plan.offeredTo !== null)
    case 'offer':
      return only(plan.ownerId !== null)
    case 'name-successor':
      // Of a leak nobody waits for a word: it may be named before its owner has said anything.
      return only((plan.acknowledgedAt !== null || courseOf(plan.recipe) === 'leak') && (recipe?.successor ?? 'seen') !== 'nothing')
    case 'switch':
      return switchRefusal(plan, recipe)
    case 'block':
      return only(plan.blocked === null)
    case 'unblock':
      return only(plan.blocked !== null)
    default:
      return null
  }
}

/** Once said it is only said again where a use since then refuted it. */
function switchRefusal(plan: Asked, recipe: Pick<Recipe, 'successor'> | null): string | null | 'absent' {
  if (plan.acknowledgedAt === null || hasReached(plan, 'quiet')) return 'absent'
  if (plan.switchedAt !== null && plan.refusal === null) return 'absent'
  if ((recipe?.successor ?? 'seen') === 'seen' && plan.successor === null)
    return 'Name what takes its place first: without it nothing can show that the switch worked.'
  return null
}
