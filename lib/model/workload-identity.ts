import type { IssuerSighting } from './sighting.ts'

/**
 * How an identity of the inventory was matched with a token’s workload. `same-account`: both tell the same service account of a cluster;
 * `same-name`: only names agree, which proves nothing.
 */
export type IdentityFit = 'same-account' | 'same-name'

/** An identity that a workload may have already: offered, and never taken for a fact. */
export type WorkloadIdentity = {
  issuerId: string
  /** "spiffe://example.org/ns/shop/sa/web" */
  id: string
  /** What is minted for it, in words. */
  mints: string
  fit: IdentityFit
  /** What agreed, in words: "service account shop/web". */
  by: string
  sourceName: string
}

/** Issuers that are the identity of one workload; others mint for whoever comes. */
const identityKinds = new Set(['spiffe.x509-svid', 'spiffe.jwt-svid'])

/** Names that say nothing of whose they are. */
const saysNothing = new Set(['default', 'agent', 'server', 'standdown'])

/** By what the identity of a workload is found: kept beside it, so that a look-up asks an index. None for other issuers. */
export function identityKeysOf({ kind, tags }: Pick<IssuerSighting, 'kind' | 'tags'>): string[] {
  if (!identityKinds.has(kind)) return []
  const { 'kubernetes namespace': namespace, 'kubernetes service account': account, 'spiffe id': id = '' } = tags
  return distinct([accountKey(namespace, account), nameKey(account), nameKey(id.split('/').slice(3).at(-1))])
}

/** What of a token says whose identity it could be. */
export type Wanting = {
  workload: { key: string; name: string } | null
  tags: Readonly<Record<string, string>>
  hint: string | null
}

/** The keys of identities that fit a token: by the service account that its provider tells, and by its workload’s name. Never by its own. */
export function wantedKeys({ workload, tags, hint }: Wanting): string[] {
  const told = (names: readonly string[]) => names.map((name) => tags[name]).find((value) => value)
  const namespace = told(['kubernetes namespace', 'namespace', 'k8s namespace'])
  const account = told(['kubernetes service account', 'service account', 'serviceaccount'])
  // As Kubernetes itself calls it: "system:serviceaccount:shop:web".
  const [, ns, sa] = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(hint ?? '') ?? []
  return distinct([accountKey(namespace, account), accountKey(ns, sa), nameKey(workload?.key), nameKey(workload?.name)])
}

/** How well an identity’s keys fit those wanted, and by which; null where none does. */
export function fitOf(keys: readonly string[], wanted: readonly string[]): Pick<WorkloadIdentity, 'fit' | 'by'> | null {
  const shared = keys.filter((key) => wanted.includes(key))
  const account = shared.find((key) => key.startsWith('account:'))
  if (account) return { fit: 'same-account', by: `service account ${account.slice('account:'.length)}` }
  const name = shared.find((key) => key.startsWith('name:'))
  return name ? { fit: 'same-name', by: `the name ${name.slice('name:'.length)}` } : null
}

function accountKey(namespace: string | undefined, account: string | undefined): string | null {
  return namespace && account ? `account:${namespace.toLowerCase()}/${account.toLowerCase()}` : null
}

/** Names are the same whatever parts their words; a number or an environment more makes another one. */
function nameKey(name: string | undefined): string | null {
  const bare = (name ?? '').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '') // prettier-ignore
  return bare.length < 3 || bare.length > 200 || saysNothing.has(bare) ? null : `name:${bare}`
}

function distinct(keys: readonly (string | null)[]): string[] {
  return [...new Set(keys.filter((key) => key !== null))]
}
