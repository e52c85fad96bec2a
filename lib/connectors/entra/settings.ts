import { z } from 'zod'
import { BaseUrl } from '../rest/settings.ts'

/** Ids in Entra ID, of tenants, applications and credentials. */
export const Guid = z
  .string()
  .regex(/^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/, 'an id like 11111111-2222-3333-4444-555555555555')
  .transform((id) => id.toLowerCase())

export const ownLoginUrl = 'https://login.microsoftonline.com'

export const Settings = z.strictObject({
  /** The tenant's id, or a domain of it. */
  tenant: z.union([Guid, z.string().regex(/^[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,5}$/i, 'the id of the tenant, or a domain of it')]),
  /** The application that reads, by its application (client) id. */
  clientId: Guid,
  /** Where tokens are made; another one in national clouds. */
  loginUrl: BaseUrl(ownLoginUrl),
  /** Microsoft Graph, without its version. */
  graphUrl: BaseUrl('https://graph.microsoft.com'),
  /** Azure Resource Manager: left out, roles in Azure are not read. */
  armUrl: BaseUrl('https://management.azure.com').unwrap().optional(),
})
export type Settings = z.infer<typeof Settings>

const pem = z
  .string()
  .trim()
  .max(20_000)
  .transform((text) => text.replaceAll('\\n', '\n'))

/** The token of another issuer, from a file that only the environment may name, and whom it is for: nothing is kept here. */
const Federated = z.strictObject({ federated: z.union([z.literal(true), z.literal('true').transform(() => true as const)]) })
const Certificate = z.strictObject({
  certificate: pem.refine((text) => text.includes('-----BEGIN CERTIFICATE-----'), 'the PEM text, with its BEGIN CERTIFICATE line'),
  privateKey: pem.refine((text) => /-----BEGIN (?:RSA )?PRIVATE KEY-----/.test(text), 'the PEM text of an RSA key without a passphrase'),
})
const Secret = z.strictObject({ clientSecret: z.string().trim().min(8).max(1_000) })

/** How the application signs in: by a federated credential, a certificate, or (last) a client secret. Sealed, never shown. */
export const Credential = z.union([Federated, Certificate, Secret])
export type Credential = z.infer<typeof Credential>

/** Another application than the one that reads. */
const acting = { clientId: Guid }
export const ActionCredential = z.union([Federated.extend(acting), Certificate.extend(acting), Secret.extend(acting)])
export type ActionCredential = z.infer<typeof ActionCredential>
