import type { Reach } from '../../../model/grant.ts'
import { awsActions, catalogue } from './catalogue.ts'
import { covers, isPattern } from './wildcard.ts'

/**
 * How far one entry of a statement's Resource goes, before anything is added up: 1 a single thing · 2 a pattern over some
 * things · 3 everything of its kind. A variable (`${aws:username}`) stands for one value at a time and so is no pattern.
 */
export function resourceReach(resource: string): 1 | 2 | 3 {
  const plain = resource.replace(/\$\{[^{}]{0,200}\}/g, 'x')
  if (!isPattern(plain) || isSelf(resource)) return 1
  const parts = plain.split(':')
  // A pattern that ends before the sixth part has a star that swallows the rest: whole services, or all of them.
  if (parts.length < 6 || isPattern(parts[2] ?? '')) return 3
  const id = parts.slice(5).join(':')
  if (!isPattern(id)) return 2
  return isWhole(parts[2] ?? '', id) ? 3 : 2
}

/** Whether the last part of an ARN names everything of a kind: `*`, `table/*`, `role/*`, and not `table/orders-*` or `bucket/*`. */
function isWhole(service: string, id: string): boolean {
  const start = id.search(/[*?]/)
  const before = id.slice(0, start)
  const rest = id.slice(start).replace(/^[*?]+/, '')
  if (rest !== '' && !rest.startsWith('/') && !rest.startsWith(':')) return false
  const known = Object.hasOwn(catalogue.prefixes, service) ? catalogue.prefixes[service] : undefined
  // Where the service is not known, a bare type before the star ("thing/*") is taken for everything of that type.
  if (!known) return /^[A-Za-z-]*[/:]?$/.test(before)
  return known.some((prefix) => prefix.startsWith(before))
}

/**
 * The entries that an action of this service can apply to, by the service name in their ARNs. Where none fits, all of
 * them: better to show too much than to take a name that we do not know for nothing.
 */
export function resourcesFor(service: string, resources: readonly string[]): readonly string[] {
  if (resources.length < 2) return resources
  const own = awsActions().services.get(service)?.arns ?? [service]
  const fitting = resources.filter((resource) => {
    const arnService = resource.split(':', 3)[2]
    return arnService === undefined || own.some((name) => covers(arnService.toLowerCase(), name))
  })
  return fitting.length > 0 ? fitting : resources
}

/** Whether everything that `inner` names, `outer` names too. Variables are covered by a star or by themselves only. */
export function resourceCovers(outer: string, inner: string): boolean {
  if (outer === inner) return true
  return !outer.includes('${') && covers(outer, inner)
}

/** Whether it names what belongs to the caller alone, as a user who looks after its own credentials does. */
export function isSelf(resource: string): boolean {
  return /^arn:[a-z-]*:iam:[^:]*:[^:]*:user\/[^:*?$]*\$\{aws:username\}$/i.test(resource)
}

/** How far in words. */
export const reachWords: Record<Reach, string> = {
  1: 'on a single resource',
  2: 'on a bounded set of resources',
  3: 'on every resource of its kind in the account',
  4: 'on everything in more than twenty services of the account',
}
