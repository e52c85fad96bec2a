import type { Level } from '../../../model/grant.ts'
import listed from './catalogue.json' with { type: 'json' }
import { credentialAccesses } from './credential-access.ts'
import { dataReads } from './data-reads.ts'
import { escalations } from './escalation.ts'
import { covers, isPattern } from './wildcard.ts'

/** The shape of catalogue.json, which `node bin/aws-catalogue.ts` writes from AWS's own list. */
export type Catalogue = {
  source: string
  /** By prefix: action names by AWS's access level, separated by blanks; and the service names its resources carry in ARNs. */
  services: Record<string, { actions: Record<string, string>; arns: string[] }>
  /** By the service name in an ARN: how the last part of its ARNs may begin ("table/"; "" where the name comes at once). */
  prefixes: Record<string, string[]>
}

/** What is known of one action. `rank` orders explanations: the lower, the more telling. */
export type Action = { id: number; service: string; name: string; level: Level; because: string; rank: number; onSelf: string | null }

type Service = { name: string; arns: readonly string[]; actions: readonly Action[]; lower: readonly string[] }

type Index = { actions: readonly Action[]; services: ReadonlyMap<string, Service>; all: Uint16Array }

/** AWS's list, whatever its service keys. */
export const catalogue: Catalogue = listed as Catalogue

const unranked = 1_000_000
/** Verbs that only look, whatever level AWS gives them; a capital or nothing must follow, so that "Checkout" is not "Check". */
const lookingVerb = /^(?:BatchGet|BatchCheck|BatchDescribe|Get|GET|HEAD|List|Describe|View|Search|Lookup|Check)(?![a-z])/

let index: Index | null = null

/** The list as an index, built on first use (some 0.1 s). Ids count through all services in the order of the list. */
export function awsActions(): Index {
  index ??= build()
  return index
}

function build(): Index {
  const curated = curatedLevels()
  const actions: Action[] = []
  const services = new Map<string, Service>()
  for (const [service, { actions: byLevel, arns }] of Object.entries(catalogue.services)) {
    const own: Action[] = []
    const patterns = curated.patterns.get(service) ?? []
    for (const [accessLevel, names] of Object.entries(byLevel))
      for (const name of names.split(' ')) {
        const lower = name.toLowerCase()
        const special = curated.exact.get(`${service}:${lower}`) ?? patterns.find((one) => covers(one.pattern, lower))?.curated
        own.push({ id: actions.length + own.length, service, name, ...rated(name, accessLevel, special) })
      }
    for (const action of own) actions.push(action)
    services.set(service, { name: service, arns, actions: own, lower: own.map(({ name }) => name.toLowerCase()) })
  }
  return { actions, services, all: Uint16Array.from(actions, ({ id }) => id) }
}

type Curated = { level: Level; because: string; rank: number; onSelf: string | null }

/** The three lists by action. Where an action stands on two of them the higher level wins, which is the list read first. */
function curatedLevels(): { exact: Map<string, Curated>; patterns: Map<string, { pattern: string; curated: Curated }[]> } {
  const exact = new Map<string, Curated>()
  const patterns = new Map<string, { pattern: string; curated: Curated }[]>()
  let rank = 0
  function add(action: string, level: Level, because: string, onSelf: string | null = null) {
    const [service = '', name = ''] = action.split(':')
    const curated = { level, because, rank: rank++, onSelf }
    const lower = name.toLowerCase()
    if (isPattern(lower)) patterns.set(service, [...(patterns.get(service) ?? []), { pattern: lower, curated }])
    else if (!exact.has(`${service}:${lower}`)) exact.set(`${service}:${lower}`, curated)
  }
  for (const { action, because, onSelf } of escalations) add(action, 6, because, onSelf ?? null)
  for (const { action, because, onSelf } of credentialAccesses) add(action, 5, because, onSelf ?? null)
  for (const { service, actions, because } of dataReads) for (const name of actions.split(' ')) add(`${service}:${name}`, 3, because)
  return { exact, patterns }
}

function rated(name: string, accessLevel: string, curated: Curated | undefined): Omit<Action, 'id' | 'service' | 'name'> {
  const level = levelOf(name, accessLevel)
  if (curated && curated.level >= level) return curated
  return { level, because: becauseOf[level], rank: unranked, onSelf: null }
}

/**
 * The level that AWS's own access level means. AWS gives several at once ("Permissions management, Write"), so the words
 * are taken apart. A verb that only looks never counts as more than reading data, although AWS files some such reads
 * under permissions management or tagging.
 */
function levelOf(name: string, accessLevel: string): Level {
  const words = accessLevel.split(',').map((word) => word.trim())
  const level = words.includes('Permissions management')
    ? 6
    : words.some((word) => word === 'Write' || word === 'Tagging')
      ? 4
      : words.includes('Read')
        ? 2
        : words.includes('List')
          ? 1
          : 6
  return level > 3 && lookingVerb.test(name) ? 3 : level
}

/**
 * The level of an action that the list does not have: newer than it, or a name that AWS does not know either. It counts
 * as a write unless its verb only looks, and as administration where everything but looking is about who may do what.
 */
export function unlistedLevel(service: string, name: string): Level {
  if (/^(?:batchget|batchcheck|batchdescribe|get|list|describe|view|search|lookup|check)/.test(name.toLowerCase())) return 2
  return ['iam', 'sts', 'organizations', 'sso', 'sso-directory', 'identitystore'].includes(service) ? 6 : 4
}

const becauseOf: Record<Level, string> = {
  1: 'AWS calls it a listing',
  2: 'AWS calls it a read, and it returns how things are set up',
  3: 'it reads, although AWS files it under more',
  4: 'AWS calls it a write',
  5: 'it yields credentials or runs code',
  6: 'AWS files it under permissions management',
}

const cached = new Map<string, Uint16Array>()
const mostCached = 5_000
const nothing = new Uint16Array(0)

/**
 * The ids of the actions that a pattern such as `s3:Get*` names, in ascending order; case does not count. `*` and `*:*`
 * are everything. Empty where the list has none, which does not mean that AWS has none. Null: not an action at all.
 */
export function actionsNamed(pattern: string): Uint16Array | null {
  const lower = pattern.toLowerCase()
  const known = cached.get(lower)
  if (known) return known
  const found = findActions(lower)
  if (found) {
    if (cached.size >= mostCached) cached.delete(cached.keys().next().value ?? '')
    cached.set(lower, found)
  }
  return found
}

function findActions(pattern: string): Uint16Array | null {
  const { all, services } = awsActions()
  if (/^\*+$/.test(pattern)) return all
  const colon = pattern.indexOf(':')
  // A star may stand for the colon too, as AWS reads the pattern over the whole of "service:Action".
  if (colon < 0) return null
  const [prefix, name] = [pattern.slice(0, colon), pattern.slice(colon + 1)]
  if (prefix === '' || name === '' || !/^[a-z0-9*?-]+$/.test(prefix) || !/^[a-z0-9*?_-]+$/.test(name)) return null
  const anyName = /^\*+$/.test(name)
  if (anyName && /^\*+$/.test(prefix)) return all
  const exact = services.get(prefix)
  const searched = exact ? [exact] : isPattern(prefix) ? [...services.values()].filter((service) => covers(prefix, service.name)) : []
  const ids: number[] = []
  for (const service of searched)
    for (let at = 0; at < service.lower.length; at++)
      if (anyName || covers(name, service.lower[at] ?? '')) ids.push(service.actions[at]?.id ?? 0)
  return ids.length === 0 ? nothing : Uint16Array.from(ids)
}
