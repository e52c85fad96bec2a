import { z } from 'zod'
import type { KubernetesRule } from '../../model/permission-statement.ts'
import type { Observation, Permissions } from '../../model/sighting.ts'
import type { ConnectorWorld } from '../contract.ts'
import { startOf, type Listing } from '../rest/listing.ts'
import { wireText } from '../wire.ts'
import { type Cluster, emptyHas, next, pageSize } from './api.ts'
import { readCluster, ReadOnce } from './reading.ts'

const group = '/apis/rbac.authorization.k8s.io/v1'
export const rightsPaths = {
  roles: `${group}/roles`,
  clusterRoles: `${group}/clusterroles`,
  roleBindings: `${group}/rolebindings`,
  clusterRoleBindings: `${group}/clusterrolebindings`,
}
export const rightsFix = 'It takes the right to list roles, clusterroles, rolebindings and clusterrolebindings in all namespaces.'

const Named = z.object({ name: z.string().min(1).max(300), namespace: z.string().max(100).optional() })
const words = (most: number) => z.array(wireText(500)).max(most).nullish().transform((list) => list ?? []) // prettier-ignore
const Role = z.object({
  metadata: Named,
  rules: z
    .array(
      z.object({
        apiGroups: words(500),
        resources: words(500),
        verbs: words(100),
        resourceNames: words(1_000),
        nonResourceURLs: words(500),
      }),
    )
    .nullish(),
})
type Role = z.infer<typeof Role>
const Binding = z.object({
  metadata: Named,
  roleRef: z.object({ kind: z.string().max(50), name: z.string().max(300) }),
  subjects: z.array(z.object({ kind: z.string().max(50), name: z.string().max(500), namespace: z.string().max(100).nullish() })).nullish(),
})
type Binding = z.infer<typeof Binding>

type Bound = { namespace: string | null; role: string; from: string }
/** A statement is no longer than this; what would be is not reported. */
const mostRules = 5_000

/** What RBAC lets service accounts do. All of it is read before the first is told: a binding anywhere may be about anyone. */
export class Rights {
  readonly once: ReadOnce
  /** "clusterrole b", "role shop/b" -> its rules. */
  readonly #roles = new Map<string, NonNullable<Role['rules']>>()
  /** "serviceaccount shop/a", "group system:serviceaccounts" -> what is bound to it. */
  readonly #bound = new Map<string, Bound[]>()
  readonly #stated = new Map<string, Permissions>()

  constructor(reading: Cluster & { world: ConnectorWorld }) {
    const listing = <Row>(object: string, path: string, schema: z.ZodType<Row>, take: (row: Row) => void): Listing<Row> => ({
      object,
      path,
      schema,
      query: { limit: pageSize },
      field: 'items',
      emptyHas,
      next,
      fix: rightsFix,
      kinds: [],
      observe(rows) {
        for (const row of rows) take(row)
        return []
      },
    })
    const roles = (row: Role) => void this.#roles.set(keyOfRole(row.metadata), row.rules ?? [])
    const bindings = (row: Binding) => this.#bind(row)
    this.once = new ReadOnce(async function* (): AsyncGenerator<Observation> {
      yield* readCluster(reading, startOf('rights'), listing('Kubernetes cluster roles', rightsPaths.clusterRoles, Role, roles))
      yield* readCluster(reading, startOf('rights'), listing('Kubernetes roles', rightsPaths.roles, Role, roles))
      yield* readCluster(reading, startOf('rights'), listing('Kubernetes cluster role bindings', rightsPaths.clusterRoleBindings, Binding, bindings)) // prettier-ignore
      yield* readCluster(reading, startOf('rights'), listing('Kubernetes role bindings', rightsPaths.roleBindings, Binding, bindings))
    })
  }

  /** What a service account may do by all that is bound to it and to the groups that it is in; not reported where a part could not be read. */
  of(namespace: string, name: string): Permissions {
    if (!this.once.isWhole) return 'not-reported'
    const key = `${namespace}/${name}`
    const known = this.#stated.get(key)
    if (known) return known
    const subjects = [`serviceaccount ${key}`, `user system:serviceaccount:${namespace}:${name}`, `group system:serviceaccounts:${namespace}`, 'group system:serviceaccounts', 'group system:authenticated'] // prettier-ignore
    const bound = subjects.flatMap((subject) => this.#bound.get(subject) ?? [])
    const rules = bound.flatMap((one) => (this.#roles.get(one.role) ?? []).map((rule) => ruleOf(rule, one)))
    const stated: Permissions = rules.length > mostRules ? 'not-reported' : { scheme: 'kubernetes.rbac', stated: { rules } }
    this.#stated.set(key, stated)
    return stated
  }

  #bind({ metadata, roleRef, subjects }: Binding): void {
    const { namespace } = metadata
    const role = roleRef.kind === 'ClusterRole' ? `clusterrole ${roleRef.name}` : `role ${namespace}/${roleRef.name}`
    const from = `${namespace ? `RoleBinding ${namespace}/` : 'ClusterRoleBinding '}${metadata.name} → ${roleRef.kind} ${roleRef.name}`
    const bound: Bound = { namespace: namespace ?? null, role, from: from.slice(0, 1_000) }
    for (const { kind, name, namespace: of } of subjects ?? []) {
      const key = kind === 'ServiceAccount' ? `serviceaccount ${of || namespace}/${name}` : `${kind.toLowerCase()} ${name}`
      const there = this.#bound.get(key)
      // A list that was begun again brings the same once more.
      if (!there) this.#bound.set(key, [bound])
      else if (!there.some((one) => one.from === from)) there.push(bound)
    }
  }
}

function keyOfRole({ namespace, name }: Role['metadata']): string {
  return namespace ? `role ${namespace}/${name}` : `clusterrole ${name}`
}

function ruleOf(rule: NonNullable<Role['rules']>[number], { namespace, from }: Bound): KubernetesRule {
  return {
    namespace,
    groups: rule.apiGroups,
    resources: rule.resources,
    verbs: rule.verbs,
    names: rule.resourceNames,
    urls: rule.nonResourceURLs,
    from,
  }
}
