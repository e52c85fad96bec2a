import { z } from 'zod'

/** Where mail is handed over, as SMTP_URL says. `tls`: from the first byte, as soon as it greeted, or none (on this machine alone). */
export type MailServer = {
  host: string
  port: number
  tls: 'at-once' | 'starttls' | 'none'
  user: string | null
  password: string | null
}

const loopback = new Set(['127.0.0.1', '[::1]', 'localhost'])
const Parts = z.object({
  protocol: z.enum(['smtp:', 'smtps:']),
  hostname: z.string().min(1),
  pathname: z.enum(['', '/']),
  search: z.literal(''),
  hash: z.literal(''),
})

/**
 * Reads `smtps://user:password@host:465` or `smtp://host:587`. A password never travels in the clear: smtps is TLS from the first byte,
 * smtp asks for STARTTLS and does without only on this machine. What cannot be used is an issue that does not repeat it.
 */
export function readMailServer(text: string, context: z.RefinementCtx<string>): MailServer {
  const url = URL.parse(text)
  const user = url && decoded(url.username)
  const password = url && decoded(url.password)
  if (!url || !Parts.safeParse(url).success || user === null || password === null) {
    const message = 'is not an address such as smtps://user:password@mail.example.com:465 or smtp://mail.example.com:587'
    context.addIssue({ code: 'custom', message })
    return z.NEVER
  }
  const isSecure = url.protocol === 'smtps:'
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port ? Number(url.port) : isSecure ? 465 : 587,
    tls: isSecure ? 'at-once' : loopback.has(url.hostname) ? 'none' : 'starttls',
    user: user || null,
    password: password || null,
  }
}

/** What was written with percent signs; null where they mean nothing. */
function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}
