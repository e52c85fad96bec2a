import type { Level, Reach } from '../../../model/grant.ts'
import { shown } from '../rating.ts'
import type { Boundary } from './boundary.ts'
import { awsActions, unlistedLevel } from './catalogue.ts'
import type { Action } from './catalogue.ts'
import { completed, inCombination, interesting } from './combined.ts'
import type { Completed } from './combined.ts'
import type { Denials } from './denial.ts'
import type { AppliedPolicy } from './iam.ts'
import { namedActions } from './named-actions.ts'
import type { Named } from './named-actions.ts'
import type { Statement } from './policy-document.ts'
import { isSelf, resourceReach, resourcesFor } from './resource-reach.ts'

/** Some actions of one service and one level within a piece. `action` is the most telling of them; null: not in the list. */
export type Part = { service: string; level: Level; near: 1 | 2 | 3; action: Action | null; self: boolean }

/** One pattern of one statement, with what is left of it. */
export type Piece = { source: string; statement: Statement; named: Named; parts: readonly Part[] }

export type Limits = { denials: Denials; boundary: Boundary | null; only: ReadonlySet<string> | null }

export type Tally = {
  pieces: readonly Piece[]
  combined: readonly Completed[]
  /** The reach of a part beside everything else that is granted. */
  reach(part: Pick<Part, 'service' | 'level' | 'near'>): Reach
  notes: readonly string[]
}

/** More services than this, each with everything of it, at one level or above: the grant reaches everywhere. */
const manyServices = 20

/** Adds up what the Allow statements of all policies leave after denials, boundary and the only service. */
export function tally(policies: readonly AppliedPolicy[], limits: Limits): Tally {
  const pieces: Piece[] = []
  const found = interesting()
  const notes: string[] = []
  for (const { source, document } of policies)
    for (const statement of document.statements) {
      if (statement.effect === 'deny') continue
      const deniedHere = limits.denials.on(statement.resources)
      for (const named of namedActions(statement)) {
        const { parts, seen } = named.unlisted
          ? { parts: unlistedParts(named, statement, limits, notes, source), seen: [] }
          : leftOf(named, statement, limits, deniedHere)
        for (const { action, near } of seen) found.see(action, near, statement, source)
        if (parts.length > 0) pieces.push({ source, statement, named, parts })
      }
    }
  const reach = reachOver(pieces)
  return { pieces, combined: completed(found, reach), reach, notes: notes.slice(0, 5) }
}

type Left = { parts: readonly Part[]; seen: readonly { action: Action; near: 1 | 2 | 3 }[] }

const unlimited = new WeakMap<Named, Left>()

/** What is left of a pattern. Most principals have no limits, and then it is the same for everyone whom the policy applies to. */
function leftOf(named: Named, statement: Statement, limits: Limits, deniedHere: Uint8Array | null): Left {
  if (limits.denials.everywhere || limits.boundary || limits.only || deniedHere) return partsOf(named, statement, limits, deniedHere)
  const kept = unlimited.get(named) ?? partsOf(named, statement, limits, null)
  unlimited.set(named, kept)
  return kept
}

function partsOf({ ids }: Named, statement: Statement, { denials, boundary, only }: Limits, deniedHere: Uint8Array | null): Left {
  const { actions } = awsActions()
  const parts: Part[] = []
  const seen: { action: Action; near: 1 | 2 | 3 }[] = []
  let service = ''
  let resources: Near = { near: 3, self: false }
  /** The parts of the service at hand: ids come service by service. */
  let slots: (Part | undefined)[] = []
  for (const id of ids) {
    const action = actions[id]
    if (!action || denials.everywhere?.[id] === 1 || deniedHere?.[id] === 1) continue
    const cap = boundary ? (boundary.reach[id] ?? 0) : 3
    if (cap === 0 || (only && !only.has(action.service))) continue
    if (action.service !== service) {
      service = action.service
      resources = nearOf(service, statement.resources)
      slots = []
    }
    const near = Math.min(cap, resources.near) as 1 | 2 | 3
    const self = resources.self && action.onSelf !== null
    const level = self ? 4 : action.level
    if (inCombination(id)) seen.push({ action, near })
    const slot = level * 8 + near * 2 + (self ? 1 : 0)
    const known = slots[slot]
    if (!known) parts.push((slots[slot] = { service, level, near, action, self }))
    else if (known.action && action.rank < known.action.rank) known.action = action
  }
  return { parts, seen }
}

/** A pattern that names nothing in the list: newer than the list, or a slip. It is rated by its verb and its service. */
function unlistedParts(
  { pattern }: Named,
  statement: Statement,
  { denials, boundary, only }: Limits,
  notes: string[],
  source: string,
): Part[] {
  const [service = '', name = ''] = pattern.toLowerCase().split(':')
  if (denials.unlisted(pattern) || (boundary && !boundary.unlisted(pattern)) || (only && !only.has(service))) return []
  const level = unlistedLevel(service, name)
  notes.push(shown(`${pattern} in ${source} is not in our list of AWS actions; it counts as level ${level}.`, 400))
  return [{ service, level, near: nearOf(service, statement.resources).near, action: null, self: false }]
}

type Near = { near: 1 | 2 | 3; self: boolean }

function nearOf(service: string, resources: readonly string[]): Near {
  const own = resourcesFor(service, resources)
  let near: 1 | 2 | 3 = 1
  for (const resource of own) {
    const one = resourceReach(resource)
    if (one > near) near = one
  }
  return { near, self: own.length > 0 && own.every(isSelf) }
}

/**
 * Reach is a matter of everything together: one thing here and another there are two, and a whole service here and twenty
 * elsewhere are everywhere. So it is asked only when all is gathered.
 */
function reachOver(pieces: readonly Piece[]): Tally['reach'] {
  const whole = new Map<string, Level>()
  const single = new Map<string, Map<string, Level>>()
  for (const { parts, statement } of pieces)
    for (const { service, level, near } of parts) {
      if (near === 3) raise(whole, service, level)
      if (near === 1) {
        const things = single.get(service) ?? new Map<string, Level>()
        single.set(service, things)
        // A pattern that a boundary cut down to one thing is that one thing, whatever it was before.
        for (const resource of resourcesFor(service, statement.resources))
          raise(things, resourceReach(resource) === 1 ? resource : '', level)
      }
    }
  const wholeServices = countsByLevel(whole.values())
  const singleThings = new Map([...single].map(([service, things]) => [service, countsByLevel(things.values())]))
  return ({ service, level, near }) => {
    if (near === 3) return (wholeServices[level] ?? 0) > manyServices ? 4 : 3
    if (near === 1) return (singleThings.get(service)?.[level] ?? 0) > 1 ? 2 : 1
    return 2
  }
}

/** How many there are at each level or above, by level. */
function countsByLevel(levels: Iterable<Level>): number[] {
  const counts = [0, 0, 0, 0, 0, 0, 0]
  for (const level of levels) for (let at = 0; at <= level; at++) counts[at] = (counts[at] ?? 0) + 1
  return counts
}

function raise(levels: Map<string, Level>, key: string, level: Level): void {
  if ((levels.get(key) ?? 0) < level) levels.set(key, level)
}
