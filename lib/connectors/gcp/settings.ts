import { z } from 'zod'
import { ServiceAddress } from '../google/address.ts'
import { AccountEmail, AccountKey, GoogleCredential, PoolProvider } from '../google/credential.ts'
import { FromTokenFile } from '../rest/token-file.ts'

export const Settings = z.strictObject({
  /** What is watched: an organisation, a folder, or one project. */
  scope: z
    .string()
    .trim()
    .regex(/^(?:organizations\/\d{1,25}|folders\/\d{1,25}|projects\/(?:[a-z0-9.:-]{1,60}))$/, 'organizations/123456789012, folders/123456789012 or projects/my-project'),
  /** For the way that keeps nothing: the provider of the pool that takes our token. */
  provider: PoolProvider.optional(),
  /** The service account that is impersonated by way of the pool; left out, the pool's principal has the roles itself. */
  serviceAccount: AccountEmail.optional(),
  address: ServiceAddress,
}) // prettier-ignore
export type Settings = z.infer<typeof Settings>

export const Credential = GoogleCredential
export type Credential = z.infer<typeof Credential>

/** Another service account than the one that reads. */
export const ActionCredential = z.union([FromTokenFile.extend({ serviceAccount: AccountEmail }), AccountKey])
export type ActionCredential = z.infer<typeof ActionCredential>

/** "organisation 123456789012" */
export function scopeWords(scope: string): string {
  const [kind = '', id = ''] = scope.split('/')
  return `${kind === 'organizations' ? 'organisation' : kind.slice(0, -1)} ${id}`
}
