import { z } from 'zod'
import { BaseUrl } from '../rest/settings.ts'

const YesNo = z.union([z.boolean(), z.enum(['true', 'false']).transform((said) => said === 'true')]).default(false)

export const Settings = z.strictObject({
  /** Under which GitLab's REST interface stands, with its version. GraphQL is beside it. */
  baseUrl: BaseUrl('https://gitlab.com/api/v4').refine((url) => url.endsWith('/api/v4'), 'an address that ends in /api/v4'),
  /** The full path of a top-level group, whose owner reads; left out where an administrator reads a whole instance. */
  group: z
    .string()
    .regex(/^[\w.-]{1,255}$/, 'the path of a top-level group, as in its address')
    .optional(),
  /** Whether personal tokens of the group's enterprise users are read (Ultimate on GitLab.com). */
  enterpriseUsers: YesNo,
  /** Whether CI/CD variables are listed: their names and flags, never their values. */
  variables: YesNo,
})
export type Settings = z.infer<typeof Settings>

/** An access token that reads. Sealed, never shown. */
export const Credential = z.strictObject({ token: z.string().trim().min(8).max(1_000) })
export type Credential = z.infer<typeof Credential>
