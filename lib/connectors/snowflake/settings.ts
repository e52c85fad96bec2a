import { z } from 'zod'
import { BaseUrl } from '../rest/settings.ts'
import { FromTokenFile } from '../rest/token-file.ts'

const Name = z.string().trim().regex(/^[\w$.-]{1,255}$/, 'a name as Snowflake has it') // prettier-ignore

export const Settings = z
  .strictObject({
    /** The account's identifier: "myorg-myaccount". */
    account: z.string().trim().regex(/^[a-z0-9_-]{1,128}(?:\.[a-z0-9-]{1,64}){0,3}$/i, 'an identifier like myorg-myaccount'),
    /** The user that reads. */
    user: Name,
    /** With which role, and which warehouse runs the queries. */
    role: Name,
    warehouse: Name,
    /** Only where the account is not reached at Snowflake's own address. */
    baseUrl: BaseUrl('https://myorg-myaccount.snowflakecomputing.com').unwrap().optional(),
  })
  .transform((settings) => ({ ...settings, baseUrl: settings.baseUrl ?? `https://${settings.account.toLowerCase()}.snowflakecomputing.com` })) // prettier-ignore
export type Settings = z.infer<typeof Settings>

const KeyPair = z.strictObject({
  privateKey: z
    .string()
    .trim()
    .min(50)
    .max(20_000)
    .transform((text) => text.replaceAll('\\n', '\n')),
})

/** How the user signs in: by the token of an OAuth server that the account trusts, or by a key pair. Sealed, never shown. */
export const Credential = z.union([FromTokenFile, KeyPair])
export type Credential = z.infer<typeof Credential>

export const ActionCredential = KeyPair.extend({ user: Name, role: Name })
export type ActionCredential = z.infer<typeof ActionCredential>
