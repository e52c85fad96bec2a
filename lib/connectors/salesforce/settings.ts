import { z } from 'zod'
import { BaseUrl } from '../rest/settings.ts'

export const Settings = z.strictObject({
  /** The org's own address (My Domain): "https://acme.my.salesforce.com". */
  instanceUrl: BaseUrl('https://acme.my.salesforce.com').unwrap(),
  /** Whom an assertion is for: another one for sandboxes. */
  audience: BaseUrl('https://login.salesforce.com'),
  /** Of the interface, as Salesforce counts: "62.0". */
  apiVersion: z.string().regex(/^\d{2,3}\.0$/, 'a version like 62.0').default('62.0'),
}) // prettier-ignore
export type Settings = z.infer<typeof Settings>

const clientId = z.string().trim().regex(/^[\w.!-]{10,300}$/, 'the consumer key of the app') // prettier-ignore

/** A key that signs for one user (JWT bearer), or a secret of an app that runs as one. Sealed, never shown. */
export const Credential = z.union([
  z.strictObject({
    clientId,
    username: z.string().trim().min(3).max(200),
    privateKey: z
      .string()
      .trim()
      .max(20_000)
      .refine((text) => text.includes('PRIVATE KEY'), 'the PEM text of an RSA key without a passphrase'),
  }),
  z.strictObject({ clientId, clientSecret: z.string().trim().min(8).max(1_000) }),
])
export type Credential = z.infer<typeof Credential>
