import { z } from 'zod'
import { FromTokenFile } from '../rest/token-file.ts'

/** The e-mail address of a service account. */
export const AccountEmail = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9.-]{0,62}@[a-z0-9][a-z0-9.-]{1,200}$/, 'an address like name@project.iam.gserviceaccount.com')

/** A provider of a workload identity pool, by its whole name: the audience that a token is exchanged for. */
export const PoolProvider = z
  .string()
  .trim()
  .transform((text) => text.replace(/^(?:https?:)?\/\/iam\.googleapis\.com\//, ''))
  .refine(
    (text) => /^projects\/[\w-]{1,60}\/locations\/global\/workloadIdentityPools\/[\w-]{1,60}\/providers\/[\w-]{1,60}$/.test(text),
    'projects/123456789012/locations/global/workloadIdentityPools/pool/providers/provider',
  )

const KeyFile = z.object({
  type: z.literal('service_account'),
  client_email: AccountEmail,
  private_key_id: z.string().regex(/^[0-9a-f]{1,100}$/i).optional(),
  private_key: z.string().max(20_000).refine((text) => /-----BEGIN (?:RSA )?PRIVATE KEY-----/.test(text)),
}) // prettier-ignore
export type KeyFile = z.infer<typeof KeyFile>

/** What is needed of a service account's key file, and nothing else of it: least of all the address that it names for signing in. */
export function readKeyFile(text: string): KeyFile | null {
  try {
    return KeyFile.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

/** A service account's key file. A standing privilege of our own; sealed, never shown. */
export const AccountKey = z.strictObject({
  serviceAccountKey: z
    .string()
    .trim()
    .max(30_000)
    .transform((text, context) => {
      const file = readKeyFile(text)
      if (file) return JSON.stringify(file)
      context.addIssue({ code: 'custom', message: 'the whole JSON file of a service account’s key ("type": "service_account")' })
      return z.NEVER
    }),
})

export const GoogleCredential = z.union([FromTokenFile, AccountKey])
export type GoogleCredential = z.infer<typeof GoogleCredential>

/** Whose key it is; null where nothing is kept. */
export function emailOf(credential: GoogleCredential): string | null {
  return 'serviceAccountKey' in credential ? (readKeyFile(credential.serviceAccountKey)?.client_email ?? null) : null
}
