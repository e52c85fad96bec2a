import { z } from 'zod'
import { BaseUrl } from '../rest/settings.ts'

export const Settings = z.strictObject({
  /** The workspace, as its address has it: "acme" of acme.slack.com. Tells two sources apart. */
  workspace: z.string().trim().regex(/^[a-z0-9][a-z0-9-]{0,60}$/, 'the first part of the workspace’s address'),
  baseUrl: BaseUrl('https://slack.com/api'),
  /** The workspace's id, where the token is of an Enterprise organisation. */
  teamId: z.string().trim().regex(/^[TE][A-Z0-9]{5,20}$/, 'an id like T0123ABCD').optional(),
  /** Whether the lists of approved and restricted apps are asked for, which Enterprise alone has. */
  enterprise: z.enum(['yes', 'no']).default('no'),
}) // prettier-ignore
export type Settings = z.infer<typeof Settings>

/** A user token of an administrator. Sealed, never shown. */
export const Credential = z.strictObject({ token: z.string().trim().min(8).max(1_000) })
export type Credential = z.infer<typeof Credential>
