import { z } from 'zod'
import { BaseUrl } from '../rest/settings.ts'

export const Settings = z.strictObject({
  /** The organisation's own name, to tell two sources apart: keys belong to one, and no listing says which. */
  organisation: z.string().trim().regex(/^[\w .-]{1,100}$/, 'letters, digits, spaces, dots and hyphens'),
  /** The site that the organisation is on: api.datadoghq.com, api.datadoghq.eu, api.us3.datadoghq.com, … */
  baseUrl: BaseUrl('https://api.datadoghq.com'),
}) // prettier-ignore
export type Settings = z.infer<typeof Settings>

/** An API key, which says of which organisation, and an application key, which says what may be read. Sealed, never shown. */
export const Credential = z.strictObject({
  apiKey: z.string().trim().min(8).max(200),
  applicationKey: z.string().trim().min(8).max(200),
})
export type Credential = z.infer<typeof Credential>
