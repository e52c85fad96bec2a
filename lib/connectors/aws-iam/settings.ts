import { z } from 'zod'

const Endpoint = z
  .url({ protocol: /^https?$/, error: 'an address like https://iam.amazonaws.com' })
  .refine((url) => !/[?#]/.test(url) && !new URL(url).username, 'an address without query, fragment or user')
  .transform((url) => url.replace(/\/+$/, ''))

const RoleArn = z.string().regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/, 'arn:aws:iam::<account>:role/<name>')
const RoleName = z.string().regex(/^(?:[\w+=,.@-]{1,64}\/){0,8}[\w+=,.@-]{1,64}$/, 'the name of a role, with its path before it')
const ExternalId = z.string().regex(/^[\w+=,.@:/-]{2,1224}$/, '2 to 1224 letters, digits and + = , . @ : / -')

/** As an endpoint, with "REGION" where the region's name stands. */
const RegionalEndpoint = z
  .string()
  .refine((text) => Endpoint.safeParse(text.replaceAll('REGION', 'us-east-1')).success, 'an address like https://vpce.REGION.example')
  .transform((text) => text.replace(/\/+$/, ''))

const Region = z.string().regex(/^[a-z]{2}-[a-z-]{3,30}-\d{1,2}$/, 'a region like us-east-1')
const Account = z.string().regex(/^\d{12}$/, 'the 12 digits of the account')
const Accounts = z.array(Account).max(10_000)

const Fields = z.strictObject({
  /** The account that is meant; a credential of another one is refused. */
  account: Account,
  /** IAM is global; its requests are signed for this region (us-gov-west-1 or cn-north-1 choose another partition). */
  region: Region.default('us-east-1'),
  /** IAM's address, where it is not AWS's own (a private endpoint, a test stand). */
  baseUrl: Endpoint.optional(),
  /** STS's address; where left out and baseUrl is given, that one. */
  stsBaseUrl: Endpoint.optional(),
  /** A role to read as. The credential then needs nothing but the right to assume it. */
  roleArn: RoleArn.optional(),
  /** What the trust policy of `roleArn`, and that of the role in every member account, ask for. */
  externalId: ExternalId.optional(),
  /**
   * The role that is assumed in every account of the organisation. With it `account` is the management account, or one that Organizations was
   * delegated to, and the source is the whole organisation.
   */
  memberRole: RoleName.optional(),
  /** Only these accounts of the organisation. */
  accounts: Accounts.optional(),
  /** All but these. */
  exceptAccounts: Accounts.optional(),
  /** Where IAM Roles Anywhere and Secrets Manager are read; nowhere where left out. */
  regions: z.array(Region).max(50).default([]),
  /** Addresses of what is not IAM, where they are not AWS's own; where left out and baseUrl is given, that one. */
  organizationsBaseUrl: Endpoint.optional(),
  rolesAnywhereBaseUrl: RegionalEndpoint.optional(),
  secretsManagerBaseUrl: RegionalEndpoint.optional(),
})

export const Settings = Fields.superRefine(({ memberRole, accounts, exceptAccounts }, context) => {
  const say = (path: string) =>
    context.addIssue({ code: 'custom', path: [path], message: 'is for an organisation; name the role in its accounts as well' })
  if (memberRole !== undefined) return
  if (accounts !== undefined) say('accounts')
  if (exceptAccounts !== undefined) say('exceptAccounts')
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
