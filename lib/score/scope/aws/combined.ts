import type { Reach } from '../../../model/grant.ts'
import { compareText } from '../rating.ts'
import { actionsNamed } from './catalogue.ts'
import type { Action } from './catalogue.ts'
import { combinations } from './combinations.ts'
import type { Combination } from './combinations.ts'
import type { Statement } from './policy-document.ts'

/** One right that a combination needs, where it was found. */
export type Ingredient = { action: Action; near: 1 | 2 | 3; statement: Statement; source: string }

/** A combination all of whose rights are there. */
export type Completed = { combination: Combination; ingredients: readonly Ingredient[]; reach: Reach }

/** Collects, while everything is gone through once, the rights that some combination needs. */
export type Interesting = {
  see(action: Action, near: 1 | 2 | 3, statement: Statement, source: string): void
  best: ReadonlyMap<string, Ingredient>
}

let wanted: Map<number, { key: string; order: number }[]> | null = null

/** By action: which right of which combination it is, and its place among those that will do. */
function wantedActions(): Map<number, { key: string; order: number }[]> {
  const found = new Map<number, { key: string; order: number }[]>()
  combinations.forEach(({ needs }, combination) =>
    needs.forEach((choices, need) =>
      choices.forEach((choice, order) => {
        for (const id of actionsNamed(choice) ?? []) found.set(id, [...(found.get(id) ?? []), { key: `${combination}.${need}`, order }])
      }),
    ),
  )
  return found
}

/** Whether some combination needs this action. */
export function inCombination(id: number): boolean {
  wanted ??= wantedActions()
  return wanted.has(id)
}

/** An empty collection. Of several finds for one right the widest is kept, then the one listed first, then by its words. */
export function interesting(): Interesting {
  wanted ??= wantedActions()
  const actions = wanted
  const best = new Map<string, Ingredient>()
  const orders = new Map<string, number>()
  return {
    best,
    see(action, near, statement, source) {
      for (const { key, order } of actions.get(action.id) ?? []) {
        const known = best.get(key)
        const find = { action, near, statement, source }
        const better = !known || near - known.near || (orders.get(key) ?? 0) - order || compareText(wordsOf(known), wordsOf(find))
        if (better === true || (typeof better === 'number' && better > 0)) {
          best.set(key, find)
          orders.set(key, order)
        }
      }
    },
  }
}

/** The combinations that are complete. Each goes as far as the right that it names for that. */
export function completed(
  { best }: Interesting,
  reach: (part: { service: string; level: Action['level']; near: 1 | 2 | 3 }) => Reach,
): Completed[] {
  return combinations.flatMap((combination, at) => {
    const ingredients = combination.needs.flatMap((_, need) => best.get(`${at}.${need}`) ?? [])
    const decisive = ingredients[combination.reachOf]
    if (ingredients.length < combination.needs.length || !decisive) return []
    const { action, near } = decisive
    // Things are counted at the right's own level; whole services at the level that the combination has.
    const level = near === 3 ? combination.level : action.level
    return [{ combination, ingredients, reach: reach({ service: action.service, level, near }) }]
  })
}

function wordsOf({ source, statement }: Ingredient): string {
  return [source, ...statement.resources, ...statement.conditions].join('\n')
}
