import { z } from 'zod'
import { Authority } from '../rest/authority.ts'
import { BaseUrl } from '../rest/settings.ts'
import { FromTokenFile, TokenFile } from '../rest/token-file.ts'

const name = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/

export const Settings = z.strictObject({
  /** Its own name, to tell two clusters apart: no call says which it is. */
  cluster: z.string().trim().regex(/^[\w .-]{1,100}$/, 'letters, digits, spaces, dots and hyphens'),
  /** The API server: "https://10.0.0.1:6443". */
  baseUrl: BaseUrl('https://kubernetes.default.svc').unwrap(),
  /** What the API server's certificate is signed by, which is the cluster's own authority nearly everywhere. */
  authority: Authority.optional(),
  /** The file that the token is in, where none is kept here. */
  tokenFile: TokenFile.optional(),
  /** Where a collector inside the cluster reports to: "namespace/name" of a ConfigMap. Then nothing else is read. */
  report: z
    .string()
    .trim()
    .refine((text) => text.split('/').length === 2 && text.split('/').every((part) => name.test(part)), 'namespace/name')
    .optional(),
}) // prettier-ignore
export type Settings = z.infer<typeof Settings>

const Sealed = z.strictObject({ token: z.string().trim().min(8).max(20_000) })

/** The token of a service account: from a file that somebody else keeps fresh, or sealed here. */
export const Credential = z.union([
  Sealed,
  z.strictObject({ fromFile: z.union([z.literal(true), z.literal('true').transform(() => true as const)]) }),
])
export type Credential = z.infer<typeof Credential>

export const ActionCredential = z.union([Sealed, FromTokenFile])
export type ActionCredential = z.infer<typeof ActionCredential>
