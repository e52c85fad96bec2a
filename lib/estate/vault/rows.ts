import { canary } from '../canary.ts'
import { leaver, person } from '../company.ts'
import { isStill } from '../further/rows.ts'
import { day, hour } from '../habit.ts'
import { hex, letters } from '../roll.ts'
import type { View } from '../view.ts'

export const tokenKind = 'vault.tokens'
export const secretIdKind = 'vault.secret-ids'

const iso = (ms: number) => new Date(ms).toISOString()
const seconds = (ms: number) => Math.floor(ms / 1_000)
export const entityId = (seed: number, of: number) => hex(32, seed, 'vault entity', of).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')

export type TokenRow = { row: number; accessor: string; name: string; path: string; policies: readonly string[]; ageMs: number; lifeMs: number | null; periodMs?: number; mostMs?: number; renewable?: boolean; orphan?: boolean; entity?: number; role?: string; cidrs?: readonly string[]; uses?: number } // prettier-ignore

/** Tokens: the root token of the day Vault was set up, which nobody revoked; periodic ones that live on; and those of an hour, made as they should be. */
export function tokenRows(view: View): readonly TokenRow[] {
  const rows: readonly Omit<TokenRow, 'row' | 'accessor'>[] = [
    { name: 'root', path: 'auth/token/root', policies: ['root'], ageMs: 1_330 * day, lifeMs: null, renewable: false, orphan: true },
    { name: 'token-ci-deploy', path: 'auth/token/create', policies: ['default', 'deployments'], ageMs: 540 * day, lifeMs: 30 * day, periodMs: 30 * day, orphan: true },
    { name: 'token-lake-export', path: 'auth/token/create', policies: ['default', 'lake'], ageMs: 320 * day, lifeMs: 7 * day, periodMs: 7 * day, orphan: true, cidrs: ['10.20.0.0/16'] },
    { name: 'token-support-agent', path: 'auth/token/create', policies: ['default', 'customers'], ageMs: 70 * day, lifeMs: 30 * day, periodMs: 30 * day },
    { name: 'ldap-leaver', path: 'auth/ldap/login', policies: ['default', 'operators'], ageMs: 26 * day, lifeMs: 32 * day, entity: leaver },
    { name: 'ldap-operator', path: 'auth/ldap/login', policies: ['default', 'operators'], ageMs: 3 * hour, lifeMs: 8 * hour, entity: 1 },
    { name: 'kubernetes-shop-checkout', path: 'auth/kubernetes/login', policies: ['default', 'checkout'], ageMs: hour / 4, lifeMs: hour / 2, mostMs: hour, role: 'checkout' },
    { name: 'approle', path: 'auth/approle/login', policies: ['default', 'ledger'], ageMs: hour / 3, lifeMs: hour, role: 'ledger' },
    { name: 'token-restore-drill', path: 'auth/token/create', policies: ['default', 'snapshots'], ageMs: 12 * day, lifeMs: 90 * day, renewable: false, uses: 3 },
  ]
  return rows
    .map((one, row) => ({ ...one, row, accessor: letters(24, view.seed, 'vault accessor', row) }))
    .filter(({ row }) => isStill(view, tokenKind, row))
} // prettier-ignore

/** A token as it is looked up. What ends is made anew by whoever keeps it; `id` is empty, and a canary stands where a careless reader would look. */
export function tokenJson(view: View, row: TokenRow) {
  const { name, path, policies, lifeMs, periodMs, mostMs, renewable = true, orphan = false, entity, role, cidrs, uses = 0 } = row
  const first = view.epoch - row.ageMs
  const turn = periodMs === undefined ? (mostMs ?? lifeMs) : null
  const born = turn === null ? first : first + Math.floor((view.now - first) / turn) * turn
  const ends = lifeMs === null ? null : periodMs === undefined ? born + (mostMs ?? lifeMs) : view.now + Math.floor(periodMs * 0.7)
  const user = entity === undefined ? null : person(view.seed, entity).login
  return {
    accessor: row.accessor,
    creation_time: seconds(born),
    creation_ttl: lifeMs === null ? 0 : seconds(lifeMs),
    display_name: user === null ? name : `ldap-${user}`,
    entity_id: entity === undefined ? '' : entityId(view.seed, entity),
    expire_time: ends === null ? null : iso(ends),
    explicit_max_ttl: mostMs === undefined ? 0 : seconds(mostMs),
    id: '',
    secret: canary(view.seed, 'vault-token', row.row),
    issue_time: iso(born),
    ...(periodMs !== undefined && { period: seconds(periodMs), last_renewal_time: seconds(view.now - Math.floor(periodMs * 0.3)) }),
    meta: role === undefined ? (user === null ? null : { username: user }) : path.includes('approle') ? { role_name: role } : { role, service_account_name: role, service_account_namespace: 'shop' },
    num_uses: uses,
    orphan,
    path: user === null ? path : `${path}/${user}`,
    policies,
    renewable,
    ttl: ends === null ? 0 : seconds(ends - view.now),
    type: 'service',
    ...(cidrs && { bound_cidrs: cidrs }),
  }
} // prettier-ignore

type SecretIdRow = {
  row: number
  accessor: string
  role: string
  ageMs: number
  lifeMs: number | null
  uses: number
  cidrs?: readonly string[]
}

/** Secret ids: without an end and from anywhere, beside one that is used once. */
export function secretIdRows(view: View): readonly SecretIdRow[] {
  const rows: readonly Omit<SecretIdRow, 'row' | 'accessor'>[] = [
    { role: 'ledger', ageMs: 710 * day, lifeMs: null, uses: 0 },
    { role: 'ledger', ageMs: 95 * day, lifeMs: null, uses: 0, cidrs: ['10.30.4.0/24'] },
    { role: 'backup-runner', ageMs: 1_010 * day, lifeMs: null, uses: 0 },
    { role: 'invoice-mailer', ageMs: 20 * day, lifeMs: 90 * day, uses: 0, cidrs: ['10.30.8.17/32'] },
  ]
  return rows
    .map((one, row) => ({ ...one, row, accessor: hex(32, view.seed, 'vault secret id', row).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-') }))
    .filter(({ row }) => isStill(view, secretIdKind, row))
} // prettier-ignore

export function secretIdJson(view: View, { row, accessor, ageMs, lifeMs, uses, cidrs = [] }: SecretIdRow) {
  const first = view.epoch - ageMs
  const born = lifeMs === null ? first : first + Math.floor((view.now - first) / lifeMs) * lifeMs
  return {
    cidr_list: cidrs,
    creation_time: iso(born),
    expiration_time: lifeMs === null ? '0001-01-01T00:00:00Z' : iso(born + lifeMs),
    last_updated_time: iso(born),
    metadata: { made: canary(view.seed, 'vault-secret-id', row) },
    secret_id_accessor: accessor,
    secret_id_num_uses: uses,
    secret_id_ttl: lifeMs === null ? 0 : seconds(lifeMs),
    token_bound_cidrs: [],
  }
}

export const approles = ['ledger', 'backup-runner', 'invoice-mailer', 'unused'] as const
const own = 'path "auth/token/lookup-self" {\n  capabilities = ["read"]\n}\npath "auth/token/renew-self" {\n  capabilities = ["update"]\n}\npath "cubbyhole/*" {\n  capabilities = ["create", "read", "update", "delete", "list"]\n}\n' // prettier-ignore

/** Policies, by their texts. */
export const policies: Readonly<Record<string, string>> = {
  root: '',
  default: `# What everybody may\n${own}`,
  deployments: '# Made in a hurry\npath "secret/*" {\n  capabilities = ["read", "list"]\n}\npath "auth/approle/role/+/secret-id" {\n  capabilities = ["update"]\n}\n',
  lake: 'path "aws/creds/lake-export" {\n  capabilities = ["read"]\n}\n',
  customers: 'path "secret/data/customers/*" {\n  capabilities = ["read"]\n}\npath "transit/decrypt/customers" {\n  capabilities = ["update"]\n}\n',
  operators: 'path "sys/policies/acl/*" {\n  capabilities = ["create", "read", "update", "delete", "list", "sudo"]\n}\npath "auth/*" {\n  capabilities = ["create", "read", "update", "delete", "list", "sudo"]\n}\n',
  checkout: 'path "database/creds/checkout" {\n  capabilities = ["read"]\n}\n',
  ledger: 'path "secret/data/ledger/*" {\n  capabilities = ["read"]\n}\n',
  snapshots: '{"path": {"sys/storage/raft/snapshot": {"capabilities": ["read"]}}}',
} // prettier-ignore
