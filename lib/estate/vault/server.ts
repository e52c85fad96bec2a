import type { Answer } from '../answer.ts'
import { canary } from '../canary.ts'
import { company, person } from '../company.ts'
import { bodyOf, isSame, json } from '../further/answers.ts'
import type { Asked, Changed, FurtherProvider } from '../further/provider.ts'
import { taken } from '../further/rows.ts'
import type { View } from '../view.ts'
import { approles, entityId, policies, secretIdJson, secretIdKind, secretIdRows, tokenJson, tokenKind, tokenRows } from './rows.ts'

type Caller = 'reads' | 'acts'
const roleIdOf = (seed: number, caller: Caller) => canary(seed, 'vault-role-id', caller)
const secretIdOf = (seed: number, caller: Caller) => canary(seed, 'vault-own-secret-id', caller)
const tokenOf = (seed: number, caller: Caller) => canary(seed, 'vault-own-token', caller)

const answered = (data: unknown): Answer => json(200, { request_id: 'estate', lease_id: '', renewable: false, lease_duration: 0, data, wrap_info: null, warnings: null, auth: null }) // prettier-ignore
const refusal = (status: number, ...errors: readonly string[]): Answer => json(status, { errors })
/** Nothing of this name, and a list of nothing. */
const nothing = refusal(404)
const done: Answer = { status: 204, headers: {}, body: '' }

/** The company's Vault. */
export const vault: FurtherProvider = {
  name: 'vault',
  source: (seed, url) => ({
    kind: 'vault',
    name: `Vault ${company.org}`,
    settings: { baseUrl: url },
    credential: { roleId: roleIdOf(seed, 'reads'), secretId: secretIdOf(seed, 'reads') },
    action: { roleId: roleIdOf(seed, 'acts'), secretId: secretIdOf(seed, 'acts') },
    everyMinutes: 60,
  }),
  answer(view, asked) {
    const [version, ...parts] = asked.path.split('/').filter(Boolean).map(decodeURIComponent)
    if (version !== 'v1') return refusal(404, 'no handler for route')
    const path = parts.join('/')
    if (path === 'auth/approle/login' && asked.method === 'POST') return login(view, asked)
    const token = asked.headers['x-vault-token']
    const caller = (['reads', 'acts'] as const).find((one) => isSame(typeof token === 'string' ? token : null, tokenOf(view.seed, one)))
    // Vault says the same to a token that it does not know and to one that may not.
    if (!caller) return refusal(403, canary(view.seed, 'vault-error', 'denied'))
    if (path === 'auth/token/lookup-self') return answered({ accessor: `own-${caller}`, entity_id: '', id: tokenOf(view.seed, caller), policies: ['default'] }) // prettier-ignore
    if (path === 'sys/capabilities-self') return capabilities(asked, caller)
    if (caller === 'acts') return change(view, asked, path)
    return (asked.method === 'GET' ? read(view, asked, path) : lookUp(view, asked, path)) ?? refusal(403, canary(view.seed, 'vault-error', 'denied'))
  },
} // prettier-ignore

function login({ seed }: View, asked: Asked): Changed {
  const { role_id: role, secret_id: secret } = bodyOf(asked) ?? {}
  const caller = (['reads', 'acts'] as const).find((one) => role === roleIdOf(seed, one) && secret === secretIdOf(seed, one))
  if (!caller) return refusal(400, canary(seed, 'vault-error', 'login'))
  return json(200, { data: null, auth: { client_token: tokenOf(seed, caller), accessor: `own-${caller}`, policies: ['default'], lease_duration: 1_200, renewable: false, token_type: 'batch' } }) // prettier-ignore
}

function capabilities(asked: Asked, caller: Caller): Changed {
  const paths = (bodyOf(asked)?.paths ?? []) as string[]
  return answered(
    Object.fromEntries(
      paths.map((path) => [
        path,
        caller === 'acts' ? (/\/(?:revoke-accessor|destroy)$/.test(path) ? ['update'] : ['deny']) : readsAt(path),
      ]),
    ),
  )
}

/** By the policy that the connector's page gives. */
function readsAt(path: string): string[] {
  if (/^auth\/(?:token\/lookup-accessor|[^/]+\/role\/[^/]+\/secret-id-accessor\/lookup)$/.test(path)) return ['update']
  if (/^auth\/[^/]+\/role\/(?:[^/]+\/secret-id\/)?$/.test(path)) return ['list']
  return /^(?:auth\/[^/]+\/role\/[^/]+|identity\/entity\/id\/[^/]+)$/.test(path) ? ['read'] : ['deny']
}

const mount = (type: string, most = 0, version?: string) => ({ accessor: `${type}_estate`, config: { default_lease_ttl: 0, max_lease_ttl: most }, options: version === undefined ? null : { version }, type, description: '' }) // prettier-ignore
const role = (more: object) => ({ token_policies: [], token_ttl: 0, token_max_ttl: 0, token_explicit_max_ttl: 0, token_period: 0, token_bound_cidrs: [], token_no_default_policy: false, ...more }) // prettier-ignore

function read(view: View, { query }: Asked, path: string): Changed | null {
  const isList = query.get('list') === 'true'
  const keys = (list: readonly string[]) => (list.length > 0 ? answered({ keys: list }) : nothing)
  if (path === 'auth/token/accessors') return isList ? keys(tokenRows(view).map(({ accessor }) => accessor)) : null
  if (path === 'sys/auth') return answered({ 'token/': mount('token'), 'approle/': mount('approle'), 'kubernetes/': mount('kubernetes'), 'ldap/': mount('ldap', 32 * 86_400) }) // prettier-ignore
  if (path === 'sys/mounts') return answered({ 'sys/': mount('system'), 'secret/': mount('kv', 0, '2'), 'transit/': mount('transit'), 'database/': mount('database', 3_600), 'aws/': mount('aws', 3_600), 'pki/': mount('pki', 86_400) }) // prettier-ignore
  const [first, second, third, name = '', under] = path.split('/')
  if (first === 'sys' && second === 'policies' && third === 'acl') return Object.hasOwn(policies, name) ? answered({ name, policy: policies[name] }) : nothing // prettier-ignore
  if (first === 'identity' && second === 'entity') return entity(view, name)
  if (first !== 'auth' || third !== 'role') return null
  if (second === 'kubernetes') return kubernetesRole(isList, name)
  if (second !== 'approle') return null
  if (name === '') return keys(approles)
  if (under === 'secret-id') return keys(secretIdRows(view).filter((one) => one.role === name).map(({ accessor }) => accessor)) // prettier-ignore
  return approles.some((one) => one === name) ? answered(role({ bind_secret_id: true, secret_id_bound_cidrs: null, token_policies: Object.hasOwn(policies, name) ? [name] : ['deployments'], token_ttl: 3_600 })) : nothing // prettier-ignore
}

function kubernetesRole(isList: boolean, name: string): Changed {
  if (isList) return answered({ keys: ['checkout'] })
  if (name !== 'checkout') return nothing
  return answered(role({ bound_service_account_names: ['checkout'], bound_service_account_namespaces: ['shop'], token_policies: ['checkout'], token_ttl: 1_800, token_max_ttl: 3_600 })) // prettier-ignore
}

function entity(view: View, id: string): Changed {
  const index = tokenRows(view).map((row) => row.entity).find((of) => of !== undefined && entityId(view.seed, of) === id) // prettier-ignore
  if (index === undefined) return nothing
  const { name, email } = person(view.seed, index)
  return answered({ id, name, disabled: false, policies: [], metadata: { note: canary(view.seed, 'vault-entity', index) }, aliases: [{ name: email, mount_type: 'ldap', mount_path: 'auth/ldap/' }] }) // prettier-ignore
}

const ofRole = /^auth\/approle\/role\/([^/]+)\/secret-id-accessor\/(lookup|destroy)$/

/** What is asked for by its accessor, as a POST. */
function lookUp(view: View, asked: Asked, path: string): Changed | null {
  const { accessor, secret_id_accessor: secretId } = bodyOf(asked) ?? {}
  if (path === 'auth/token/lookup-accessor') {
    const row = tokenRows(view).find((one) => one.accessor === accessor)
    return row ? answered(tokenJson(view, row)) : refusal(400, '1 error occurred:\n\t* invalid accessor\n\n')
  }
  const [, name, what] = ofRole.exec(path) ?? []
  if (what !== 'lookup') return null
  const row = secretIdRows(view).find((one) => one.accessor === secretId && one.role === name)
  return row ? answered(secretIdJson(view, row)) : lost
}

const lost = json(404, { data: { error: 'failed to find accessor entry for secret_id_accessor: ""' } })

function change(view: View, asked: Asked, path: string): Changed {
  const { accessor, secret_id_accessor: secretId } = bodyOf(asked) ?? {}
  const denied = refusal(403, canary(view.seed, 'vault-error', 'denied'))
  if (asked.method !== 'POST') return denied
  if (path === 'auth/token/revoke-accessor') {
    const row = tokenRows(view).find((one) => one.accessor === accessor)
    return row ? { ...done, next: taken(view.state, tokenKind, row.row) } : refusal(400, 'invalid accessor')
  }
  const [, name, what] = ofRole.exec(path) ?? []
  if (what !== 'destroy') return denied
  const row = secretIdRows(view).find((one) => one.accessor === secretId && one.role === name)
  return row ? { ...done, next: taken(view.state, secretIdKind, row.row) } : lost
}
