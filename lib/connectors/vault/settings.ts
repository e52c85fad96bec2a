import { z } from 'zod'
import { Authority } from '../rest/authority.ts'
import { BaseUrl } from '../rest/settings.ts'
import { TokenFile } from '../rest/token-file.ts'

/** A path of Vault's own, as it is written in addresses: "jwt", "team-a/kubernetes". */
const VaultPath = z
  .string()
  .trim()
  .transform((path) => path.replace(/^\/+|\/+$/g, ''))
  .refine((path) => /^[\w.-]+(?:\/[\w.-]+)*$/.test(path) && path.length <= 200 && !path.split('/').includes('..'), 'a path such as jwt or team-a/kubernetes') // prettier-ignore

export const Settings = z.strictObject({
  /** Vault's address, without /v1: "https://vault.example.com:8200". */
  baseUrl: BaseUrl('https://vault.example.com:8200').unwrap(),
  /** The namespace that is read; left out: the root one. Each is a source of its own. */
  namespace: VaultPath.optional(),
  authority: Authority.optional(),
  /** The file with a token, or with what Vault gives a token for. */
  tokenFile: TokenFile.optional(),
  /** Where the way to sign in is mounted, under auth/. */
  authPath: VaultPath.optional(),
  /** As whom to sign in there. */
  role: z.string().trim().regex(/^[\w.-]{1,200}$/, 'the name of a role').optional(),
}) // prettier-ignore
export type Settings = z.infer<typeof Settings>

const Token = z.strictObject({ token: z.string().trim().min(8).max(2_000) })
const AppRole = z.strictObject({ roleId: z.string().trim().min(8).max(500), secretId: z.string().trim().min(8).max(500) })

/**
 * How to get in: with the token that an agent keeps in a file; with a token of the platform in a file, for which Vault gives one (JWT and Kubernetes
 * sign-in); by AppRole; or with a token.
 */
export const Credential = z.union([z.strictObject({ fromFile: z.enum(['token', 'jwt']) }), AppRole, Token])
export type Credential = z.infer<typeof Credential>

export const ActionCredential = z.union([AppRole, Token])
export type ActionCredential = z.infer<typeof ActionCredential>
