import { z } from 'zod'
import { BaseUrl } from '../rest/settings.ts'

export const Settings = z.strictObject({
  /** Under which OpenAI's interface stands, with its version. */
  baseUrl: BaseUrl('https://api.openai.com/v1'),
  /** The organisation's own name, to tell two sources apart: an admin key belongs to one, and no call says which. */
  organisation: z.string().trim().regex(/^[\w .-]{1,100}$/, 'letters, digits, spaces, dots and hyphens'),
}) // prettier-ignore
export type Settings = z.infer<typeof Settings>

/** An admin key of the organisation. Sealed, never shown. */
export const Credential = z.strictObject({ adminKey: z.string().trim().min(8).max(1_000) })
export type Credential = z.infer<typeof Credential>
