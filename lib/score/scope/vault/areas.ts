import type { Level } from '../../../model/grant.ts'

/** A part of Vault: what reading there and what writing there amounts to; `self`: it is about the token itself. `path` may hold "+" (any one segment) and end in "*" (whatever follows). */
export type Area = { path: string; reads: Level; writes: Level; because: string; self?: true }

const area = (path: string, reads: Level, writes: Level, because: string): Area => ({ path, reads, writes, because })

/**
 * Paths that mean more or less than a secret does, the first that fits: those of Vault's own default policy are everybody's. What is under none of
 * them is a secrets engine, where reading is reading credentials.
 */
export const vaultAreas: readonly Area[] = [
  ...['auth/token/lookup-self', 'auth/token/renew-self', 'auth/token/revoke-self', 'sys/capabilities-self', 'sys/internal/ui/*', 'sys/leases/lookup', 'sys/leases/renew', 'sys/renew', 'sys/wrapping/*', 'sys/tools/*', 'sys/control-group/*', 'cubbyhole/*', 'identity/oidc/provider/+/authorize', 'identity/entity/id/{{identity.entity.id}}', 'identity/entity/name/{{identity.entity.name}}', 'auth/+/login', 'auth/+/login/*'].map((path): Area => ({ ...area(path, 1, 1, 'it is about itself alone'), self: true })),
  area('auth/token/accessors', 2, 4, 'it may list every token by its accessor'),
  area('auth/token/accessors/', 2, 4, 'it may list every token by its accessor'),
  area('auth/token/lookup-accessor', 2, 2, 'it may look tokens up'),
  area('auth/token/lookup-accessor/', 2, 2, 'it may look tokens up'),
  area('auth/token/revoke-accessor', 4, 4, 'it may revoke tokens'),
  area('auth/token/create', 2, 5, 'it may make tokens'),
  area('auth/token/create/*', 2, 5, 'it may make tokens of a role'),
  area('auth/token/create-orphan', 2, 5, 'it may make tokens'),
  area('auth/+/role/+/secret-id-accessor/lookup', 2, 2, 'it may look secret ids up'),
  area('auth/+/role/+/secret-id-accessor/destroy', 4, 4, 'it may destroy secret ids'),
  area('auth/+/role/+/secret-id', 2, 5, 'it may make secret ids, with which others sign in'),
  area('sys/storage/raft/snapshot', 5, 6, 'it may take all that Vault holds with it, sealed as it is'),
  area('sys/raw/*', 5, 6, 'it may read and write what Vault holds, past its policies'),
  area('sys/*', 2, 6, 'it may change how Vault works: policies, mounts and ways to sign in among it'),
  area('auth/*', 2, 6, 'it may change who signs in, and with which policies'),
  area('identity/*', 2, 6, 'it may change who somebody is, and with which policies'),
  area('+/metadata/*', 1, 4, 'it may read what secrets are called'),
  area('+/creds/*', 5, 5, 'it may have credentials made'),
  area('+/issue/*', 5, 5, 'it may have certificates made'),
  area('+/sign/*', 5, 5, 'it may have things signed'),
  area('+/decrypt/*', 3, 3, 'it may decrypt'),
  area('+/encrypt/*', 2, 2, 'it may encrypt'),
] // prettier-ignore

export const engines = { reads: 5, writes: 4, because: 'it may read secrets' } as const
