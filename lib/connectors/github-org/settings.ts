import { z } from 'zod'
import { secretApps } from './ci-secrets.ts'

/** GitHub's logins: letters, digits and single hyphens (underscore for enterprise-managed users). */
const Login = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/, 'an organisation is written as in its address: letters, digits and hyphens')

const BaseUrl = z
  .url({ protocol: /^https?$/, error: 'an address like https://api.github.com or https://github.example.com/api/v3' })
  .refine((url) => !/[?#]/.test(url) && !new URL(url).username, 'an address without query, fragment or user')
  .transform((url) => url.replace(/\/+$/, ''))

export const Settings = z.strictObject({
  /** REST address; on GitHub Enterprise Server it ends in /api/v3. */
  baseUrl: BaseUrl.default('https://api.github.com'),
  org: Login,
  /** Copies of credentials that runs are given, each by its permission; none unless asked for. */
  storedSecrets: z
    .array(z.enum(secretApps, `one of ${secretApps.join(', ')}`))
    .max(100)
    .default([])
    .transform((apps) => [...new Set(apps)]),
  /** How deep they are read: beyond the organisation it costs calls for every repository. */
  storedSecretsOf: z.enum(['organisation', 'repositories', 'environments']).default('organisation'),
  /** Whether runner groups and self-hosted runners are read, which takes a permission too. */
  runners: z.union([z.boolean(), z.enum(['true', 'false']).transform((said) => said === 'true')]).default(false),
})
export type Settings = z.infer<typeof Settings>

const Secret = z.string().trim().min(1).max(20_000)

/** Either a token, or a GitHub App (better: it sees fine-grained tokens, and what it holds lives an hour). Sealed, never shown. */
export const Credential = z.union([
  z.strictObject({ token: Secret }),
  z.strictObject({
    appId: z.coerce.string().regex(/^\d{1,18}$/, 'the number of the App'),
    installationId: z.coerce.string().regex(/^\d{1,18}$/, 'the number of the installation'),
    privateKey: Secret.refine((text) => text.includes('-----BEGIN'), 'the PEM text, with its BEGIN line').transform((text) =>
      text.replaceAll('\\n', '\n'),
    ),
  }),
])
export type Credential = z.infer<typeof Credential>
