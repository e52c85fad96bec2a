import type { Grant, Level, Rating, Reach } from '../../../model/grant.ts'
import type { Json } from '../../../model/json.ts'
import { KubernetesRbacStated, type KubernetesRule } from '../../../model/permission-statement.ts'
import { ratingOf, shown, unknownRating } from '../rating.ts'
import { othersRights, rights, wideRight, type Right } from './rights.ts'

/** Whoever runs code or reads Secrets here becomes the cluster's own controllers. */
const systemNamespace = 'kube-system'

/** API groups that ship with Kubernetes hold settings; what others define may be anybody's data. */
const ownGroups = /^(?:|apps|batch|autoscaling|policy|extensions|[a-z.]+\.k8s\.io)$/

/**
 * Rates a service account by the rules of RBAC that apply to it: what they give, and whether in a namespace, in all of the cluster, or on
 * named objects. A verb that nobody here knows counts as writing.
 */
export function rateKubernetes(json: Json, _document: unknown, dataVersion: string): Rating {
  const parsed = KubernetesRbacStated.safeParse(json)
  if (!parsed.success) return unknownRating(['What Kubernetes stated of its rights cannot be read.'], dataVersion)
  const grants = parsed.data.rules.flatMap(grantsOf)
  if (grants.length === 0)
    grants.push({ level: 1, reach: 1, service: 'kubernetes', action: 'no right', resource: 'the cluster', conditions: [], source: 'RBAC', because: 'No role is bound to it.' }) // prettier-ignore
  return ratingOf(grants, [], dataVersion)
}

/**
 * Constrained impersonation (KEP-5284, on by default since 1.36) takes two rights: to be somebody ("impersonate:user-info"), which alone lets one do
 * nothing, and to do something as they ("impersonate-on:user-info:get"). The second is rated as what it lets one do.
 */
const asSomebody = /^impersonate:[a-z-]+$/
const doneAsSomebody = /^impersonate-on:[a-z-]+:(.+)$/

function grantsOf(given: KubernetesRule): Grant[] {
  const rule = {
    ...given,
    verbs: given.verbs.filter((verb) => !asSomebody.test(verb)).map((verb) => doneAsSomebody.exec(verb)?.[1] ?? verb),
  }
  const isAsOthers = given.verbs.some((verb) => doneAsSomebody.test(verb))
  const grant = (level: Level, reach: Reach, because: string): Grant => ({
    level,
    reach,
    service: 'kubernetes',
    action: shown(given.verbs.join(', ')),
    resource: shown(`${[...rule.resources.map((resource) => nameOf(resource, rule.groups)), ...rule.urls].join(', ')} in ${rule.namespace ?? 'all namespaces'}`),
    conditions: rule.names.length > 0 ? [shown(`only ${rule.names.join(', ')}`)] : [],
    source: shown(rule.from),
    because: `${shown(given.verbs.join(', '), 60)} on ${shown([...rule.resources, ...rule.urls].join(', '), 80)}: ${because}.`,
  }) // prettier-ignore
  if (rule.verbs.length === 0) return [grant(2, reachOf(rule, 2), 'it may be others, where another rule says what it does as they')]
  const found: Grant[] = []
  // Whether somebody may give a right away is judged by the rights of whom they act as.
  if (isAsOthers && gives(rule, othersRights)) found.push(grant(othersRights.level, reachOfRight(rule, othersRights), othersRights.because))
  if (isWide(rule)) found.push(grant(wideRight.level, reachOf(rule, wideRight.level), wideRight.because))
  for (const right of rights) if (gives(rule, right)) found.push(grant(right.level, reachOfRight(rule, right), right.because))
  if (found.length > 0 && rule.resources.every((resource) => isOnlyItself(rule, resource))) return found
  if (found.length > 0 && rule.resources.length > 0) return [...found, grant(...plain(rule))]
  if (found.length > 0) return found
  if (rule.resources.length === 0) return [grant(1, 1, 'it may read what the server tells of itself')]
  return [grant(...plain(rule))]
}

/** Whether all that a rule lets one do to a resource concerns whoever does it alone. */
function isOnlyItself(rule: KubernetesRule, resource: string): boolean {
  return rights.some((right) => right.is === 'itself' && gives(rule, right) && right.resources.some((one) => fits(resource, one)))
}

/** What no right of the table tells: reading, or writing. */
function plain(rule: KubernetesRule): [Level, Reach, string] {
  if (!rule.verbs.every((verb) => ['get', 'list', 'watch'].includes(verb))) return [4, reachOf(rule, 4), 'it may write or delete']
  const own = rule.groups.every((group) => ownGroups.test(group))
  return own
    ? [2, reachOf(rule, 2), 'it may read settings']
    : [3, reachOf(rule, 3), 'it may read what others than Kubernetes define, which may be data']
}

function reachOfRight(rule: KubernetesRule, { is, level }: Right): Reach {
  if (is === 'itself') return 1
  // The names are those of the roles that are given, or of what runs the pods, and not of what those reach: that may be anything where the rule counts.
  if (is === 'all-of-its-place') return reachOf({ ...rule, names: [] }, level)
  return is === 'the-whole-cluster' && rule.namespace === null ? 4 : reachOf(rule, level)
}

function reachOf({ namespace, names }: KubernetesRule, level: Level): Reach {
  if (namespace === systemNamespace && level >= 5) return 4
  // A request without a name is never let in by a rule with names; so names confine what such a rule writes, making anew (by patching) too.
  if (names.length > 0) return 1
  return namespace === null ? 4 : 2
}

function isWide({ groups, resources, verbs }: KubernetesRule): boolean {
  return [groups, resources, verbs].every((list) => list.includes('*'))
}

function gives(rule: KubernetesRule, right: Right): boolean {
  return (
    meets(rule.groups, right.groups) &&
    right.resources.some((resource) => rule.resources.some((pattern) => fits(pattern, resource))) &&
    meets(rule.verbs, right.verbs)
  )
}

function meets(given: readonly string[], wanted: readonly string[]): boolean {
  return given.includes('*') || wanted.some((one) => given.includes(one))
}

/** "*" is every resource with all that is under it; "*" before a slash is that part of every resource. */
function fits(pattern: string, resource: string): boolean {
  if (pattern === '*' || pattern === resource) return true
  const [first, under] = pattern.split('/')
  return first === '*' && under !== undefined && resource.endsWith(`/${under}`)
}

function nameOf(resource: string, groups: readonly string[]): string {
  const named = groups.filter((group) => group !== '' && group !== '*')
  return named.length > 0 ? `${resource}.${named.join('|')}` : resource
}
