import { z } from 'zod'
import { ServiceAddress } from '../google/address.ts'
import { AccountEmail, AccountKey, GoogleCredential, PoolProvider } from '../google/credential.ts'
import { FromTokenFile } from '../rest/token-file.ts'

/** A person of the domain, by their address. */
const PersonEmail = z.string().trim().toLowerCase().max(254).pipe(z.email('the e-mail address of an administrator'))

export const Settings = z.strictObject({
  /** In whose name it reads: an account with an administrator role of its own. */
  admin: PersonEmail,
  /** Which customer; by itself the administrator's own. */
  customer: z
    .string()
    .trim()
    .regex(/^(?:my_customer|C[\w-]{2,40})$/, 'my_customer, or an id that begins with C')
    .default('my_customer'),
  /** For the way that keeps nothing: the provider of the pool that takes our token. */
  provider: PoolProvider.optional(),
  /** The service account that was delegated, for that way. */
  serviceAccount: AccountEmail.optional(),
  /** The numbers of one's own projects at Google Cloud: their apps are no third party. */
  ownProjects: z.array(z.string().regex(/^\d{1,25}$/, 'the number of a project')).max(500).default([]),
  address: ServiceAddress,
}) // prettier-ignore
export type Settings = z.infer<typeof Settings>

export const Credential = GoogleCredential
export type Credential = z.infer<typeof Credential>

/** Another service account than the one that reads, and in whose name it acts. */
const acting = { actingAdmin: PersonEmail }
export const ActionCredential = z.union([FromTokenFile.extend({ serviceAccount: AccountEmail, ...acting }), AccountKey.extend(acting)])
export type ActionCredential = z.infer<typeof ActionCredential>
