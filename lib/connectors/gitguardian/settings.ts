import { z } from 'zod'
import { BaseUrl } from '../rest/settings.ts'

export const Settings = z.strictObject({
  /** Under which GitGuardian's interface stands, with its version; the European one is another. */
  baseUrl: BaseUrl('https://api.gitguardian.com/v1'),
  /** The number of the workspace, as in the address of its dashboard: an incident of another one is refused. */
  workspace: z.coerce.string().regex(/^\d{1,18}$/, 'the number of the workspace'),
  /** The key of the custom tag in which people of yours write the provider's id of the token that leaked. None is read where left out. */
  idTag: z
    .string()
    .trim()
    .regex(/^[\w .:-]{1,50}$/, 'the key of a custom tag')
    .optional(),
})
export type Settings = z.infer<typeof Settings>

/** A token of a service account that reads incidents. Sealed, never shown. */
export const Credential = z.strictObject({ apiKey: z.string().trim().min(8).max(1_000) })
export type Credential = z.infer<typeof Credential>
