import { z } from 'zod'

const Endpoint = z
  .url({ protocol: /^https?$/, error: 'an address like https://iam.amazonaws.com' })
  .refine((url) => !/[?#]/.test(url) && !new URL(url).username, 'an address without query, fragment or user')
  .transform((url) => url.replace(/\/+$/, ''))

const RoleArn = z.string().regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/, 'arn:aws:iam::<account>:role/<name>')
const ExternalId = z.string().regex(/^[\w+=,.@:/-]{2,1224}$/, '2 to 1224 letters, digits and + = , . @ : / -')

export const Settings = z.strictObject({
  /** The account that is meant; a credential of another one is refused. */
  account: z.string().regex(/^\d{12}$/, 'the 12 digits of the account'),
  /** IAM is global; its requests are signed for this region (us-gov-west-1 or cn-north-1 choose another partition). */
  region: z
    .string()
    .regex(/^[a-z]{2}-[a-z-]{3,30}-\d{1,2}$/, 'a region like us-east-1')
    .default('us-east-1'),
  /** IAM's address, where it is not AWS's own (a private endpoint, a test stand). */
  baseUrl: Endpoint.optional(),
  /** STS's address; where left out and baseUrl is given, that one. */
  stsBaseUrl: Endpoint.optional(),
  /** A role to read as. The credential then needs nothing but the right to assume it. */
  roleArn: RoleArn.optional(),
  externalId: ExternalId.optional(),
})
export type Settings = z.infer<typeof Settings>

const Part = z.string().trim().min(1).max(4_096)

/**
 * Either the identity this machine already has (an instance or container role, web identity: nothing stored here), said explicitly; or an
 * access key, best one that may only assume `roleArn`. Sealed, never shown.
 */
const Ambient = z.strictObject({ ambient: z.union([z.literal(true), z.literal('true').transform(() => true as const)]) })
const Key = z.strictObject({
  accessKeyId: z
    .string()
    .trim()
    .regex(/^[A-Z0-9]{16,128}$/, 'an access key id'),
  secretAccessKey: Part,
  sessionToken: Part.optional(),
})
export const Credential = z.union([Ambient, Key])
export type Credential = z.infer<typeof Credential>

/** What acting starts from, with a role of its own to act as: never the one that reads. */
const asRole = { roleArn: RoleArn.optional(), externalId: ExternalId.optional() }
export const ActionCredential = z.union([Ambient.extend(asRole), Key.extend(asRole)])
export type ActionCredential = z.infer<typeof ActionCredential>
