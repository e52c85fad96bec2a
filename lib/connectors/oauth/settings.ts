import { z } from 'zod'
import { parseClients, parseResource, parseTokens } from './lines.ts'

const Address = z
  .url({ protocol: /^https?$/, error: 'an address like https://login.example.com' })
  .max(2_000)
  .refine((url) => !/[?#]/.test(url) && !URL.parse(url)?.username, 'an address without query, fragment or user')

/** Text of lines that one of the parsers takes; what is wrong is said by its line, never by its words. */
function lines(problemOf: (text: string) => string | null) {
  return z
    .string()
    .max(4_000_000)
    .superRefine((text, context) => {
      const problem = problemOf(text)
      if (problem !== null) context.addIssue({ code: 'custom', message: problem })
    })
}

const ResourceLine = z
  .string()
  .trim()
  .max(4_000)
  .superRefine((line, context) => {
    const parsed = parseResource(line)
    if (typeof parsed === 'string') context.addIssue({ code: 'custom', message: parsed })
  })

export const Settings = z.strictObject({
  /** The server's issuer identifier, letter by letter as its metadata has it; a slash at its end counts. */
  issuer: Address,
  /** Resource servers, one a line: identifier, audience=…, try=… */
  resources: z.array(ResourceLine).max(100).default([]),
  /** Whether bound tokens may be shown to a resource server without their proof. */
  tries: z.enum(['allowed']).optional(),
  /** 'signed': only answers signed by the server count (RFC 9701). */
  introspection: z.enum(['plain', 'signed']).default('plain'),
  /** How a client secret is sent. */
  secretIn: z.enum(['header', 'body']).default('header'),
  /** Where these endpoints stand, if they are on another host than the issuer: the credential goes there. */
  introspectionEndpoint: Address.optional(),
  revocationEndpoint: Address.optional(),
})
export type Settings = z.infer<typeof Settings>

const ClientId = z.string().trim().min(1).max(1_000)
const key = {
  /** PEM, or a JSON Web Key. */
  privateKey: z.string().trim().min(50).max(20_000),
  keyId: z.string().trim().min(1).max(300).optional(),
}
const kept = {
  /** One a line, a name before it where it has one. */
  tokens: lines((text) => problemIn(parseTokens(text))).optional(),
  /** One a line: the client's registration address and its registration access token (RFC 7592). */
  clients: lines((text) => problemIn(parseClients(text))).optional(),
}

/** A client that may ask the server about tokens. */
export const WithKey = z.strictObject({ clientId: ClientId, ...key, ...kept })
export const WithSecret = z.strictObject({ clientId: ClientId, clientSecret: z.string().min(8).max(4_000), ...kept })
const Kept = z
  .strictObject(kept)
  .refine(({ tokens, clients }) => tokens !== undefined || clients !== undefined, 'needs tokens or registered clients')

/** Sealed, never shown. `public`: nothing is kept, and what the server publishes is all that is read. */
export const Credential = z.union([z.strictObject({ public: z.literal('true') }), WithKey, WithSecret, Kept])
export type Credential = z.infer<typeof Credential>

/** Another client than the one that reads: the one whose tokens these are. */
const acting = { tokens: lines((text) => problemIn(parseTokens(text))) }
export const ActionCredential = z.union([
  z.strictObject({ clientId: ClientId, ...key, ...acting }),
  z.strictObject({ clientId: ClientId, clientSecret: z.string().min(8).max(4_000), ...acting }),
])
export type ActionCredential = z.infer<typeof ActionCredential>

function problemIn(parsed: string | readonly unknown[]): string | null {
  return typeof parsed === 'string' ? parsed : null
}
