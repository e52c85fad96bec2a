import type { Level, Reach } from '../../../model/grant.ts'
import { shown } from '../rating.ts'
import type { Boundary } from './boundary.ts'
import { awsActions, unlistedLevel } from './catalogue.ts'
import type { Action } from './catalogue.ts'
import { completed, interesting } from './combined.ts'
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
        const parts = named.unlisted ? unlistedParts(named, statement, limits, notes, source) : partsOf(named, statement, limits, deniedHere, (action, near) => found.see(action, near, statement, source)) // prettier-ignore
        if (parts.length > 0) pieces.push({ source, statement, named, parts })
      }
    }
  const reach = reachOver(pieces)
  return { pieces, combined: completed(found, reach), reach, notes: notes.slice(0, 5) }
}

function partsOf(
  { ids }: Named,
  statement: Statement,
  { denials, boundary, only }: Limits,
  deniedHere: Uint8Array | null,
  see: (action: Action, near: 1 | 2 | 3) => void,
): Part[] {
  const { actions } = awsActions()
  const parts = new Map<number, Part>()
  let service = ''
  let serviceAt = -1
  let resources: Near = { near: 3, self: false }
  for (const id of ids) {
    const action = actions[id]
    if (!action || denials.everywhere?.[id] === 1 || deniedHere?.[id] === 1) continue
    if (only && !only.has(action.service)) continue
    const cap = boundary ? (boundary.reach[id] ?? 0) : 3
    if (cap === 0) continue
    if (action.service !== service) {
      service = action.service
      serviceAt++
      resources = nearOf(service, statement.resources)
    }
    const near = Math.min(cap, resources.near) as 1 | 2 | 3
    const self = resources.self && action.onSelf !== null
    const level = self ? 4 : action.level
    see(action, near)
    const key = serviceAt * 64 + level * 8 + near * 2 + (self ? 1 : 0)
    const known = parts.get(key)
    if (!known) parts.set(key, { service, level, near, action, self })
    else if (known.action && action.rank < known.action.rank) known.action = action
  }
  return [...parts.values()]
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
  return ({ service, level, near }) => {
    const atLeast = (levels: Iterable<Level>) => [...levels].filter((one) => one >= level).length
    if (near === 3) return atLeast(whole.values()) > manyServices ? 4 : 3
    if (near === 1) return atLeast(single.get(service)?.values() ?? []) > 1 ? 2 : 1
    return 2
  }
}

function raise(levels: Map<string, Level>, key: string, level: Level): void {
  if ((levels.get(key) ?? 0) < level) levels.set(key, level)
}
