import { z } from 'zod'
import { BaseUrl } from '../rest/settings.ts'
import { FromTokenFile } from '../rest/token-file.ts'

/** Ids at Anthropic carry what they are of: "svac_…", "fdrl_…". They go into addresses. */
export const AnthropicId = z.string().regex(/^[\w-]{1,200}$/, 'an id, as the Console shows it')

export const Settings = z.strictObject({
  /** The organisation's own name, to tell two sources apart. */
  organisation: z.string().trim().regex(/^[\w .-]{1,100}$/, 'letters, digits, spaces, dots and hyphens'),
  /** Under which Anthropic's interface stands, without its version. */
  baseUrl: BaseUrl('https://api.anthropic.com'),
  /** What signing in by federation names: the organisation, the rule that lets Standdown in, and the service account that it acts as. */
  organisationId: AnthropicId.optional(),
  federationRule: AnthropicId.optional(),
  serviceAccount: AnthropicId.optional(),
  /** Who says who Standdown is, where it signs that itself. */
  issuer: z.url({ protocol: /^https$/, error: 'an address like https://standdown.acme.example' }).optional(),
}) // prettier-ignore
export type Settings = z.infer<typeof Settings>

/** A key of our own, whose public half Anthropic has as that of an issuer: PEM, or a JSON Web Key. */
const OwnKey = z.strictObject({ privateKey: z.string().trim().min(50).max(20_000) })
const AdminKey = z.strictObject({ adminKey: z.string().trim().min(8).max(1_000) })

/** Federation, an assertion that we sign, or (last) an Admin API key. Sealed, never shown. */
export const Credential = z.union([FromTokenFile, OwnKey, AdminKey])
export type Credential = z.infer<typeof Credential>

/** Another rule than the one by which is read. */
const acting = { federationRule: AnthropicId, serviceAccount: AnthropicId }
export const ActionCredential = z.union([FromTokenFile.extend(acting), OwnKey.extend(acting), AdminKey])
export type ActionCredential = z.infer<typeof ActionCredential>
