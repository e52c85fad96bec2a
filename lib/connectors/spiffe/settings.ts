import { z } from 'zod'

/** The name of a trust domain, without scheme (SPIFFE ID, section 2.1). */
export const TrustDomain = z
  .string()
  .trim()
  .transform((text) => text.replace(/^spiffe:\/\//, ''))
  .pipe(z.string().regex(/^[a-z0-9._-]{1,255}$/, 'the name of a trust domain, like example.org'))

const SpiffeId = z.string().trim().regex(/^spiffe:\/\/[a-z0-9._-]{1,255}(?:\/[\w.-]{1,200}){0,20}$/, 'a SPIFFE id, like spiffe://example.org/spire/server') // prettier-ignore

/** Where anything may be on this machine alone, a test's server need not speak TLS. */
const loopback = /^http:\/\/(?:127\.0\.0\.1|localhost|\[::1\])[:/]/

const BundleUrl = z
  .url({ protocol: /^https?$/, error: 'an address like https://spire.example.org:8443' })
  .refine((url) => url.startsWith('https://') || loopback.test(url), 'an address with https: whoever can change a bundle can be anybody')
  .refine((url) => !/[?#]/.test(url) && !URL.parse(url)?.username, 'an address without query, fragment or user')

const Server = z
  .string()
  .trim()
  .regex(/^(?:[a-z0-9](?:[a-z0-9.-]{0,252})|\[[0-9a-f:.]{2,45}\]):\d{1,5}$/i, 'host and port, like spire.example.org:8081')
  .refine((text) => Number(/\d+$/.exec(text)?.[0]) <= 65_535, 'a port is at most 65535')

const seconds = { s: 1, m: 60, h: 3_600 } as const

/** A life as SPIRE's own settings have it: "1h", "5m". It is kept so, as settings are read again by the schema that made them. */
const Life = z
  .string()
  .trim()
  .regex(/^[1-9]\d{0,6}[smh]$/, 'a time like 1h, 5m or 90s')

export function lifeSeconds(life: string | undefined): number | undefined {
  return life === undefined ? undefined : Number.parseInt(life, 10) * seconds[life.at(-1) as keyof typeof seconds]
}

export const certificates = /-----BEGIN CERTIFICATE-----[\sA-Za-z0-9+/=]+-----END CERTIFICATE-----/g

export const Settings = z
  .strictObject({
    trustDomain: TrustDomain,
    /** Its trust bundle endpoint. */
    bundleUrl: BundleUrl.optional(),
    /** How that endpoint shows who it is: by a certificate of the web, or by its SPIFFE id. */
    bundleProfile: z.enum(['https_web', 'https_spiffe']).default('https_web'),
    /** The id that it then has; the SPIRE server's own where it is left out. */
    endpointId: SpiffeId.optional(),
    /** SPIRE Server's API, host and port. */
    server: Server.optional(),
    /** Authorities that are known beforehand, as PEM. They are no secret. */
    knownBundle: z.string().trim().max(100_000).refine((text) => (text.match(certificates) ?? []).length > 0, 'one or more certificates as PEM').optional(),
    /** What entries without a life of their own get, as server.conf has it. */
    defaultX509Life: Life.optional(),
    defaultJwtLife: Life.optional(),
  })
  .refine(({ bundleUrl, server }) => bundleUrl !== undefined || server !== undefined, {
    path: ['bundleUrl'],
    message: 'Name the trust bundle endpoint, the SPIRE server, or both.',
  }) // prettier-ignore
export type Settings = z.infer<typeof Settings>

const pem = z
  .string()
  .trim()
  .max(50_000)
  .transform((text) => `${text.replaceAll('\\n', '\n')}\n`)
const yes = z.union([z.literal(true), z.literal('true').transform(() => true as const)])

/**
 * How Standdown shows who it is: by the SPIFFE Workload API of its own machine or by files that a helper renews, both of which only the
 * environment may name; by an X509-SVID that is kept here; or not at all, where only the trust bundle is read.
 */
export const Credential = z.union([
  z.strictObject({ workloadApi: yes }),
  z.strictObject({ files: yes }),
  z.strictObject({ bundleOnly: yes }),
  z.strictObject({
    certificate: pem.refine((text) => text.includes('-----BEGIN CERTIFICATE-----'), 'the PEM text, with its BEGIN CERTIFICATE line'),
    privateKey: pem.refine((text) => /-----BEGIN (?:RSA |EC )?PRIVATE KEY-----/.test(text), 'the PEM text of a key without a passphrase'),
  }),
])
export type Credential = z.infer<typeof Credential>

/** The SPIRE server's own id, which its certificate has. */
export function serverId({ trustDomain }: Pick<Settings, 'trustDomain'>): string {
  return `spiffe://${trustDomain}/spire/server`
}

/** PEM certificates of a text, each by itself, whatever became of its line breaks on the way. */
export function certificatesOf(text: string): string[] {
  return (text.match(certificates) ?? []).map((found) => pemOf(found.replace(/-----[A-Z ]+-----|\s/g, '')))
}

/** DER in base64 as PEM. */
export function pemOf(base64: string): string {
  return `-----BEGIN CERTIFICATE-----\n${base64.replace(/.{64}/g, '$&\n').trim()}\n-----END CERTIFICATE-----\n`
}
