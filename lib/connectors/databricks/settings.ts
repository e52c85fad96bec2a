import { z } from 'zod'
import { BaseUrl } from '../rest/settings.ts'
import { FromTokenFile } from '../rest/token-file.ts'

export const Settings = z.strictObject({
  /** The workspace's own address: "https://dbc-1a2b3c4d-5e6f.cloud.databricks.com". */
  workspaceUrl: BaseUrl('https://dbc-1a2b3c4d-5e6f.cloud.databricks.com').unwrap(),
})
export type Settings = z.infer<typeof Settings>

const client = { clientId: z.string().trim().regex(/^[\w-]{1,100}$/, 'the application id of the service principal') } // prettier-ignore
/** The token of another issuer, in a file that is kept fresh there: nothing rests here. */
const Federated = FromTokenFile.extend(client)
const Secret = z.strictObject({ ...client, clientSecret: z.string().trim().min(8).max(500) })

/** How a service principal signs in: by federation, or by a secret of its own. Sealed, never shown. */
export const Credential = z.union([Federated, Secret])
export type Credential = z.infer<typeof Credential>
