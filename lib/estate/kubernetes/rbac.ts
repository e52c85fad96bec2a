type Rule = { apiGroups?: readonly string[]; resources?: readonly string[]; verbs: readonly string[]; nonResourceURLs?: readonly string[] }

const rule = (resources: string, verbs: string, group = ''): Rule => ({ apiGroups: [group], resources: resources.split(' '), verbs: verbs.split(' ') }) // prettier-ignore

export const clusterRoles: readonly { name: string; rules: readonly Rule[] | null }[] = [
  { name: 'cluster-admin', rules: [rule('*', '*', '*'), { nonResourceURLs: ['*'], verbs: ['*'] }] },
  {
    name: 'edit',
    rules: [
      rule('pods services configmaps secrets', 'get list watch create update patch delete'),
      rule('deployments', 'get list watch create update patch delete', 'apps'),
    ],
  },
  { name: 'view', rules: [rule('pods services configmaps events', 'get list watch'), rule('deployments', 'get list watch', 'apps')] },
  { name: 'system:basic-user', rules: [rule('selfsubjectaccessreviews selfsubjectrulesreviews', 'create', 'authorization.k8s.io')] },
  { name: 'system:discovery', rules: [{ nonResourceURLs: ['/api', '/api/*', '/version'], verbs: ['get'] }] },
  { name: 'left-over', rules: null },
].map(({ name, rules }) => ({ name, rules: rules as readonly Rule[] | null }))

export const roles: readonly { namespace: string; name: string; rules: readonly Rule[] }[] = [
  { namespace: 'data', name: 'exports', rules: [rule('secrets configmaps', 'get list')] },
  { namespace: 'agents', name: 'troubleshooter', rules: [rule('pods pods/log', 'get list'), rule('pods/exec', 'create')] },
  { namespace: 'logistics', name: 'customs', rules: [rule('configmaps', 'get update')] },
]

type Bound = { name: string; role: string; kind?: 'ClusterRole' | 'Role'; namespace?: string; to: readonly (readonly [kind: string, name: string, namespace?: string])[] } // prettier-ignore

export const clusterRoleBindings: readonly Bound[] = [
  { name: 'cluster-deployer', role: 'cluster-admin', to: [['ServiceAccount', 'cluster-deployer', 'platform']] },
  { name: 'patch-dashboard', role: 'view', to: [['ServiceAccount', 'patch-dashboard', 'monitoring']] },
  { name: 'system:basic-user', role: 'system:basic-user', to: [['Group', 'system:authenticated']] },
  { name: 'system:discovery', role: 'system:discovery', to: [['Group', 'system:authenticated']] },
  { name: 'platform-people', role: 'cluster-admin', to: [['Group', 'oidc:platform']] },
]

export const roleBindings: readonly Bound[] = [
  { namespace: 'shop', name: 'ci-deploys', role: 'edit', kind: 'ClusterRole', to: [['ServiceAccount', 'ci-deploy', 'shop']] },
  { namespace: 'kube-system', name: 'backups', role: 'edit', kind: 'ClusterRole', to: [['ServiceAccount', 'old-backup', 'kube-system']] },
  { namespace: 'data', name: 'exports', role: 'exports', to: [['ServiceAccount', 'lake-export']] },
  { namespace: 'agents', name: 'troubleshooter', role: 'troubleshooter', to: [['ServiceAccount', 'support-agent', 'agents']] },
  { namespace: 'logistics', name: 'customs', role: 'customs', to: [['ServiceAccount', 'customs-desk', 'logistics']] },
  {
    namespace: 'logistics',
    name: 'route-planning',
    role: 'view',
    kind: 'ClusterRole',
    to: [['ServiceAccount', 'route-planner', 'logistics']],
  },
]

/** A binding as the API server tells it. A service account without a namespace is meant in the binding's own. */
export function bindingJson({ name, namespace, role, kind = namespace ? 'Role' : 'ClusterRole', to }: Bound) {
  return {
    metadata: { name, ...(namespace && { namespace }) },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name: role },
    subjects: to.map(([sort, subject, of]) => ({ kind: sort, name: subject, ...(of && { namespace: of }) })),
  }
}
