import { z } from 'zod'
import { BaseUrl } from '../rest/settings.ts'

export const Settings = z.strictObject({
  /** The organisation's own address at Okta: "https://acme.okta.com". */
  orgUrl: BaseUrl('https://acme.okta.com').unwrap(),
})
export type Settings = z.infer<typeof Settings>

/** A service app's key, or an API token. Sealed, never shown. */
export const Credential = z.union([
  z.strictObject({
    clientId: z.string().trim().regex(/^[\w$.+!*'(),-]{1,200}$/, 'the client ID of the app'),
    /** PEM, or a JSON Web Key as Okta shows it once. */
    privateKey: z.string().trim().min(50).max(20_000),
    /** The key's id, where the app has several and the key does not name itself. */
    keyId: z.string().trim().min(1).max(300).optional(),
  }),
  z.strictObject({ token: z.string().trim().min(8).max(1_000) }),
]) // prettier-ignore
export type Credential = z.infer<typeof Credential>

export type ServiceApp = Extract<Credential, { clientId: string }>
