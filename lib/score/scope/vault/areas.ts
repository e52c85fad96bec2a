import type { Level } from '../../../model/grant.ts'

/** A part of Vault: what reading there and what writing there amounts to; `self`: it is about the token itself. `path` may hold "+" (any one segment) and end in "*" (whatever follows). */
export type Area = { path: string; reads: Level; writes: Level; because: string; self?: true }
export type Judged = Omit<Area, 'path'>

export const area = (path: string, reads: Level, writes: Level, because: string): Area => ({ path, reads, writes, because })

/** The last area of ways to sign in: what is in it is judged by what is mounted there. */
export const signIns = area('auth/*', 2, 6, 'it may change who signs in, and with which policies')

/**
 * Paths of what is in every Vault, always at the same place, the first that fits: those of Vault's own default policy are everybody's. What is under
 * none of them is a secrets engine, and judged by what is mounted there.
 */
export const vaultAreas: readonly Area[] = [
  ...['auth/token/lookup-self', 'auth/token/renew-self', 'auth/token/revoke-self', 'sys/capabilities-self', 'sys/internal/ui/*', 'sys/leases/lookup', 'sys/leases/renew', 'sys/renew', 'sys/wrapping/*', 'sys/tools/*', 'sys/control-group/*', 'cubbyhole/*', 'identity/oidc/provider/+/authorize', 'identity/entity/id/{{identity.entity.id}}', 'identity/entity/name/{{identity.entity.name}}'].map((path): Area => ({ ...area(path, 1, 1, 'it is about itself alone'), self: true })),
  area('auth/token/accessors', 2, 4, 'it may list every token by its accessor'),
  area('auth/token/accessors/', 2, 4, 'it may list every token by its accessor'),
  area('auth/token/lookup-accessor', 2, 2, 'it may look tokens up'),
  area('auth/token/lookup-accessor/', 2, 2, 'it may look tokens up'),
  ...['auth/token/lookup', 'auth/token/renew', 'auth/token/renew-accessor'].map((path) => area(path, 2, 2, 'it may look tokens up that it holds, or have them live on')),
  ...['auth/token/revoke', 'auth/token/revoke-accessor'].map((path) => area(path, 4, 4, 'it may revoke tokens')),
  area('auth/token/create', 2, 5, 'it may make tokens'),
  area('auth/token/create/*', 2, 5, 'it may make tokens of a role'),
  area('auth/token/create-orphan', 2, 5, 'it may make tokens'),
  area('sys/storage/raft/snapshot', 5, 6, 'it may take all that Vault holds with it, sealed as it is'),
  area('sys/storage/raft/snapshot-auto/*', 5, 6, 'it may have all that Vault holds put elsewhere, sealed as it is'),
  area('sys/replication/+/+/secondary-token', 5, 6, 'it may have all that Vault holds copied to another'),
  area('sys/replication/+/secondary-token', 5, 6, 'it may have all that Vault holds copied to another'),
  area('sys/raw', 5, 6, 'it may read and write what Vault holds, past its policies'),
  area('sys/raw/*', 5, 6, 'it may read and write what Vault holds, past its policies'),
  area('sys/*', 2, 6, 'it may change how Vault works: policies, mounts and ways to sign in among it'),
  area('identity/oidc/token/*', 5, 5, 'it may have tokens signed that say who it is, which others take'),
  area('identity/oidc/client/*', 5, 6, 'it may read the secrets of those who sign people in by Vault'),
  area('identity/*', 2, 6, 'it may change who somebody is, and with which policies'),
  signIns,
] // prettier-ignore

/**
 * What is mounted there is not known: it counts as the worst engine, by whatever name. These say better why, where a name says something; none of
 * them is below that.
 */
export const unknownEngine: readonly Area[] = [
  area('+/creds/*', 5, 5, 'it may have credentials made'),
  area('+/static-creds/*', 5, 5, 'it may read the credentials of accounts'),
  area('+/sts/*', 5, 5, 'it may have credentials made'),
  area('+/issue/*', 5, 5, 'it may have certificates made'),
  area('+/sign/*', 5, 5, 'it may have things signed'),
  area('+/sign-verbatim/*', 5, 5, 'it may have certificates signed in any name'),
  area('+/root/*', 5, 5, 'it may change what certificates are signed with'),
  area('*', 5, 5, 'what is mounted there is not known, so that it counts as reading secrets and making credentials'),
]
