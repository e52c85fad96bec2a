import { z } from 'zod'
import { BaseUrl } from '../rest/settings.ts'

export const Settings = z.strictObject({
  /** The organisation's own name, to tell two sources apart: keys belong to one, and no listing says which. */
  organisation: z.string().trim().regex(/^[\w .-]{1,100}$/, 'letters, digits, spaces, dots and hyphens'),
  /** The site that the organisation is on: api.datadoghq.com, api.datadoghq.eu, api.us3.datadoghq.com, … */
  baseUrl: BaseUrl('https://api.datadoghq.com'),
}) // prettier-ignore
export type Settings = z.infer<typeof Settings>

/** A token of a service account: it stands by itself, has scopes, and may have an end. */
const AccessToken = z.strictObject({ accessToken: z.string().trim().min(8).max(500) })
/** An API key, which says of which organisation, and an application key, which says what may be read. Neither has an end. */
const Keys = z.strictObject({
  apiKey: z.string().trim().min(8).max(200),
  applicationKey: z.string().trim().min(8).max(200),
})

/** An access token, or (last) two keys. Sealed, never shown. */
export const Credential = z.union([AccessToken, Keys])
export type Credential = z.infer<typeof Credential>

/** What acts is another one than what reads. */
export const ActionCredential = Keys
export type ActionCredential = z.infer<typeof ActionCredential>
