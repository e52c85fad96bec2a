import type { Level } from '../../../model/grant.ts'

/**
 * A right that RBAC can give, by API group, resource and verbs. `is`: how far it goes where it is given for the cluster. Some go all the way even
 * where a rule names its objects: one of them is enough; and some as far as where their rule counts.
 */
export type Right = {
  groups: readonly string[]
  resources: readonly string[]
  verbs: readonly string[]
  level: Level
  because: string
  is: 'as-far-as-its-rule' | 'all-of-its-place' | 'the-whole-cluster' | 'itself'
}

const writes = ['create', 'update', 'patch'] as const
const reads = ['get', 'list', 'watch'] as const
const rbac = ['rbac.authorization.k8s.io'] as const

const right = (groups: readonly string[], resources: readonly string[], verbs: readonly string[], level: Level, because: string, is: Right['is'] = 'as-far-as-its-rule'): Right => ({ groups, resources, verbs, level, because, is }) // prettier-ignore

/** Every verb on every resource of every group. */
export const wideRight = { level: 6, because: 'it may do everything' } as const

/** The same as giving its own rights to others, done as somebody else. */
export const othersRights = right(
  rbac,
  ['rolebindings', 'clusterrolebindings', 'roles', 'clusterroles'],
  writes,
  6,
  'it may give away the rights of those whom it acts as',
  'all-of-its-place',
)

/**
 * What of RBAC is more than reading settings or writing objects, each by Kubernetes' own good practice for RBAC ("Kubernetes RBAC –
 * privilege escalation risks"). The order does not matter: a rule counts for all that it gives.
 */
export const rights: readonly Right[] = [
  right(rbac, ['roles', 'clusterroles'], ['escalate'], 6, 'it may write roles with more rights than it has itself', 'all-of-its-place'),
  right(rbac, ['roles', 'clusterroles'], ['bind'], 6, 'it may bind roles that it does not have itself', 'all-of-its-place'),
  right([''], ['users', 'groups'], ['impersonate'], 6, 'it may act as anybody, system:masters among them', 'the-whole-cluster'),
  right([''], ['serviceaccounts'], ['impersonate'], 5, 'it may act as service accounts'),
  right([''], ['serviceaccounts/token'], ['create'], 5, 'it may make tokens of service accounts'),
  right([''], ['secrets'], [...reads, 'update', 'patch'], 5, 'it may read Secrets, tokens and passwords among them'),
  right([''], ['pods/exec', 'pods/attach'], ['create', 'get'], 5, 'it may run commands in pods, with what they hold'),
  right([''], ['pods/ephemeralcontainers'], ['update', 'patch'], 5, 'it may run containers inside of pods, with what they hold'),
  right([''], ['nodes/proxy'], ['create', 'get'], 5, 'it may call kubelets, which run commands in every pod of their node', 'the-whole-cluster'),
  right([''], ['pods', 'replicationcontrollers', 'podtemplates'], writes, 5, 'it may run pods as any service account of the namespace, and mount its Secrets', 'all-of-its-place'),
  right(['apps'], ['deployments', 'daemonsets', 'statefulsets', 'replicasets'], writes, 5, 'it may run pods as any service account of the namespace, and mount its Secrets', 'all-of-its-place'),
  right(['batch'], ['jobs', 'cronjobs'], writes, 5, 'it may run pods as any service account of the namespace, and mount its Secrets', 'all-of-its-place'),
  right([''], ['persistentvolumes'], ['create', 'update', 'patch'], 5, 'it may make volumes of a node’s own disk', 'the-whole-cluster'),
  right(['certificates.k8s.io'], ['certificatesigningrequests/approval', 'certificatesigningrequests/status'], ['update', 'patch'], 6, 'it may have certificates made, of administrators among them', 'the-whole-cluster'),
  right(['certificates.k8s.io'], ['signers'], ['approve', 'sign'], 6, 'it may have certificates made, of administrators among them', 'the-whole-cluster'),
  right(['admissionregistration.k8s.io'], ['validatingwebhookconfigurations', 'mutatingwebhookconfigurations', 'mutatingadmissionpolicies', 'mutatingadmissionpolicybindings'], writes, 6, 'it may read and change every object on its way in', 'the-whole-cluster'),
  right(rbac, ['rolebindings', 'clusterrolebindings', 'roles', 'clusterroles'], writes, 5, 'it may give its own rights to others'),
  right(['apiregistration.k8s.io'], ['apiservices'], writes, 6, 'it may answer in the place of a part of the interface, with the tokens that are sent there', 'the-whole-cluster'),
  right([''], ['pods/log'], ['get'], 3, 'it may read what programs write'),
  right([''], ['pods/portforward', 'pods/proxy', 'services/proxy'], ['create', 'get'], 4, 'it may call programs past their network policy'),
  right(['authorization.k8s.io'], ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'], ['create'], 1, 'it may ask what it may do itself', 'itself'),
  right(['authentication.k8s.io'], ['selfsubjectreviews'], ['create'], 1, 'it may ask who it is itself', 'itself'),
  right(['authorization.k8s.io'], ['subjectaccessreviews', 'localsubjectaccessreviews'], ['create'], 2, 'it may ask what others may do'),
  right(['authentication.k8s.io'], ['tokenreviews'], ['create'], 2, 'it may ask whose a token is'),
] // prettier-ignore
