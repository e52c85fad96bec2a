import { createHash } from 'node:crypto'
import { gunzipSync, gzipSync } from 'node:zlib'
import { z } from 'zod'
import { Gap, IssuerSighting, Sighting, type Observation } from '../../model/sighting.ts'

/**
 * A report is what a collector inside the cluster saw, as JSON lines, packed and cut into ConfigMaps: one that says which parts there are, and
 * the parts. Parts of one report are never overwritten by the next, which goes by the other letter, so that whoever reads at the same time reads
 * one report or the other.
 */
export const Head = z.object({
  format: z.literal('standdown.report/1'),
  at: z.coerce.date(),
  letter: z.enum(['a', 'b']),
  parts: z.coerce.number().int().min(1).max(1_000),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
})
export type Head = z.infer<typeof Head>

/** A ConfigMap holds a mebibyte in all, and base64 makes four of three. */
const partBytes = 700 * 1_024
/** Unpacked, a report of a few hundred thousand tokens. */
const mostBytes = 512 * 1_024 * 1_024

export function partName(letter: Head['letter'], part: number): string {
  return `-${letter}-${part}`
}

/** What was seen, as parts to store, and what tells them. */
export function packed(seen: readonly Observation[], at: Date, letter: Head['letter']): { head: Record<keyof Head, string>; parts: readonly Buffer[] } {
  const bytes = gzipSync(seen.filter(({ see }) => see !== 'mark').map((one) => `${JSON.stringify(one)}\n`).join(''))
  const parts = Array.from({ length: Math.ceil(bytes.length / partBytes) }, (_, at) => bytes.subarray(at * partBytes, (at + 1) * partBytes))
  const head = { format: 'standdown.report/1', at: at.toISOString(), letter, parts: String(parts.length), sha256: digest(bytes) }
  return { head, parts }
} // prettier-ignore

/** What a report holds; null where its parts are not those that its head tells of. Every line is read by the schema of what it is. */
export function unpacked({ sha256 }: Head, parts: readonly Buffer[]): Observation[] | null {
  const bytes = Buffer.concat(parts)
  if (digest(bytes) !== sha256) return null
  try {
    const lines = gunzipSync(bytes, { maxOutputLength: mostBytes }).toString('utf8').split('\n')
    return lines.filter((line) => line !== '').map((line) => Line.parse(JSON.parse(line)))
  } catch {
    return null
  }
}

const instant = (_key: string, value: unknown) =>
  typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$/.test(value) ? new Date(value) : value

/** Dates are text in JSON; only where a fact is a date is one made of it. */
function dated<T extends z.ZodType>(schema: T, fields: readonly string[]) {
  return z.preprocess((value) => {
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fields.includes(key) ? revived(inner) : inner]))
  }, schema)
}

function revived(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return instant('', value)
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, instant(key, inner)]))
}

const Line: z.ZodType<Observation> = z.union([
  z.strictObject({ see: z.literal('token'), token: dated(Sighting, ['issuedAt', 'expires', 'lastUsed']) }),
  z.strictObject({ see: z.literal('issuer'), issuer: dated(IssuerSighting, ['lastUsed']) }),
  z.strictObject({ see: z.literal('gap'), gap: Gap }),
  z.strictObject({ see: z.literal('covered'), object: z.string().max(200), seen: z.number().int().min(0), kinds: z.array(z.string().max(100)).max(50).optional() }),
]) as unknown as z.ZodType<Observation> // prettier-ignore

function digest(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}
