import { z } from 'zod'
import { BaseUrl } from '../rest/settings.ts'

export const Settings = z.strictObject({
  /** The account's id, as its address in the dashboard has it. */
  account: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[0-9a-f]{32}$/, '32 letters and digits, from the address of the dashboard'),
  /** Whether service tokens of Access are read: an account without Zero Trust has none, and does not say so in a way that could be told from hiding them. */
  zeroTrust: z.enum(['read', 'left out']).default('read'),
  baseUrl: BaseUrl('https://api.cloudflare.com/client/v4'),
})
export type Settings = z.infer<typeof Settings>

/** An API token of the account. Sealed, never shown. */
export const Credential = z.strictObject({ apiToken: z.string().trim().min(8).max(500) })
export type Credential = z.infer<typeof Credential>
