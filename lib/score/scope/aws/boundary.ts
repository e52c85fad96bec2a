import { awsActions } from './catalogue.ts'
import { names } from './denial.ts'
import { namedActions } from './named-actions.ts'
import type { PolicyDocument } from './policy-document.ts'
import { resourceReach, resourcesFor } from './resource-reach.ts'
import { isPattern } from './wildcard.ts'

/** The most that a boundary lets through. */
export type Boundary = {
  /** By action: how far at most, 0 for not at all. */
  reach: Uint8Array
  /** Whether an action that the list does not have may come through; a pattern may, as nobody knows what it names. */
  unlisted(action: string): boolean
}

/** Reads the Allow statements of a boundary; its denials are read with all others. Conditions on them let through as if they held. */
export function boundaryOf({ statements }: PolicyDocument): Boundary {
  const { actions } = awsActions()
  const reach = new Uint8Array(actions.length)
  const allows = statements.filter(({ effect }) => effect === 'allow')
  for (const statement of allows) {
    const far = new Map<string, number>()
    for (const { ids } of namedActions(statement))
      for (const id of ids) {
        const service = actions[id]?.service ?? ''
        const known = far.get(service) ?? reachOfAll(resourcesFor(service, statement.resources))
        far.set(service, known)
        // Two statements that let one thing each through let two through.
        const before = reach[id] ?? 0
        reach[id] = before === 1 && known === 1 ? 2 : Math.max(before, known)
      }
  }
  return { reach, unlisted: (action) => isPattern(action) || allows.some((statement) => names(statement, action)) }
}

function reachOfAll(resources: readonly string[]): number {
  const worst = resources.reduce((most, resource) => Math.max(most, resourceReach(resource)), 1)
  return worst === 1 && resources.length > 1 ? 2 : worst
}
