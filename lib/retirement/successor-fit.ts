import { successorSays, type Successor } from '../model/plan.ts'
import type { Recipe } from '../model/recipe.ts'

type Way = Pick<Recipe, 'isRotationOnly' | 'mayStand' | 'successor' | 'to'>

/**
 * Whether another standing key can be what a way leads to: where the way says that it only renews the key, or that such a key may
 * come of it, and where the way is not known any more. Anywhere else that key's use shows a rotation, and no move to what the way names.
 */
export function takesStanding(way: Way | null): boolean {
  return way === null || way.successor !== 'seen' || way.isRotationOnly || way.mayStand
}

/**
 * Whether the use of what takes the place can be seen: as the way has it, unless what was named is told of by nobody. Then only the old
 * token’s silence shows it, as in the ways where that is so from the start.
 */
export function placeFor(way: Pick<Recipe, 'successor'> | null, successor: Pick<Successor, 'isUntold'> | null): Recipe['successor'] {
  const place = way?.successor ?? 'seen'
  return place === 'seen' && successor?.isUntold ? 'unseen' : place
}

/** Why a successor is not what the way leads to; null where it is. */
export function successorIssue(successor: Pick<Successor, 'name' | 'displayId' | 'stands'>, way: Way | null): string | null {
  if (!successor.stands || way === null || takesStanding(way)) return null
  return `${successorSays(successor)} is another standing key, so its use does not show this way: ${toWords(way.to)}. Name what the way leads to, or choose the way that only renews the key.`
}

function toWords(to: string): string {
  return `${to.slice(0, 1).toLowerCase()}${to.slice(1)}`
}
