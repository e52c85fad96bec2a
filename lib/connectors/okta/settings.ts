import { z } from 'zod'
import { BaseUrl } from '../rest/settings.ts'

export const Settings = z.strictObject({
  /** The organisation's own address at Okta: "https://acme.okta.com". */
  orgUrl: BaseUrl('https://acme.okta.com')
    .unwrap()
    .refine(
      (url) => !/-admin\.okta(?:preview|-emea|-gov)?\.com$/.test(URL.parse(url)?.hostname ?? ''),
      'the address without “-admin”: the console’s own takes no calls',
    ),
})
export type Settings = z.infer<typeof Settings>

/** A service app with its key. Sealed, never shown. */
export const AppCredential = z.strictObject({
  clientId: z
    .string()
    .trim()
    .regex(/^[\w$.+!*'(),-]{1,200}$/, 'the client ID of the app'),
  /** PEM, or a JSON Web Key as Okta shows it once. */
  privateKey: z.string().trim().min(50).max(20_000),
  /** The key's id, where the app has several and the key does not name itself. */
  keyId: z.string().trim().min(1).max(300).optional(),
})
export type AppCredential = z.infer<typeof AppCredential>

/** A service app, or an API token. */
export const Credential = z.union([AppCredential, z.strictObject({ token: z.string().trim().min(8).max(1_000) })])
export type Credential = z.infer<typeof Credential>
