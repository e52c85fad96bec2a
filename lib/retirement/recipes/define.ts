import type { Artefact, Recipe, RecipeSubject } from '../../model/recipe.ts'
import { replacing, type Ending, type Way } from './ending.ts'

type Said = Pick<Recipe, 'title' | 'from' | 'to' | 'effort' | 'why'> & {
  /** What follows the ending's name in the id: 'to-role'. */
  id: string
  places?: Recipe['places']
  isRotationOnly?: boolean
  mayStand?: boolean
  honest?: string | null
  way: Way
  /** What is written for it; how the old token ends is added. */
  artefacts?: (subject: RecipeSubject) => readonly Artefact[]
}

/** A way out of one sort of token. */
export function recipe(
  ending: Ending,
  { id, places = [], isRotationOnly = false, mayStand = false, honest = null, way, artefacts, ...said }: Said,
): Recipe {
  return {
    ...said,
    id: `${ending.id}.${id}`,
    kinds: ending.kinds,
    places,
    isRotationOnly,
    mayStand,
    honest,
    needsSuccessor: way.successor === 'seen',
    successor: way.successor,
    steps: replacing(ending, way),
    artefacts: (subject) => [...(artefacts?.(subject) ?? []), ...(ending.commands?.(subject) ?? [])],
  }
}

/** A younger token of the same sort: where nothing better can be had yet. */
export function renewal(ending: Ending, said: { does: string; shownBy: string; honest: string; days: number }): Recipe {
  return recipe(ending, {
    id: 'rotate',
    title: 'Replace it by a younger one',
    from: capital(ending.it),
    to: `Another of the same sort, ended or replaced within ${said.days} days`,
    effort: 'S',
    why: 'A copy that was made in the past stops working. A copy of the new one works just as well.',
    isRotationOnly: true,
    honest: said.honest,
    way: {
      successor: 'seen',
      make: [
        {
          id: 'make-new',
          who: 'owner',
          does: said.does,
          shownBy: 'The new one in the inventory, after the next sync.',
          back: 'Delete the new one.',
        },
      ],
      use: { does: 'Let every consumer use the new one.', shownBy: said.shownBy },
    },
  })
}

function capital(text: string): string {
  const bare = text.replace(/^the /, '')
  return `${bare.slice(0, 1).toUpperCase()}${bare.slice(1)}`
}
