import { z } from 'zod'
import { AppError } from '../model/app-error.ts'
import { readMailServer, type MailServer } from './mail-server.ts'
import { readKeyRing, type KeyRing } from './seal.ts'

/** What this installation was told from outside. Everything else it knows is in the database. */
export type Settings = {
  databaseUrl: string
  replicaUrl: string | null
  port: number
  /** Scheme, host and port under which people reach us: the only origin that may post to us. No trailing slash. */
  publicUrl: string
  /** Encrypts the session cookie. Only the web server needs it, so a worker may run without. */
  sessionSecret: string | null
  keys: KeyRing
  /** Where mail is handed over; null where none is sent. */
  mailServer: MailServer | null
  demo: boolean
  /** Addresses or networks whose X-Forwarded-For is believed; nobody's unless they are listed. */
  trustedProxies: readonly string[]
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent'
}

const shortestSecret = 32
const fewestDistinct = 10

const Url = (schemes: readonly string[], what: string) =>
  z.string().refine((value) => schemes.includes(URL.parse(value)?.protocol ?? ''), `is not a ${what} address`)

const postgres = Url(['postgres:', 'postgresql:'], 'postgresql://')

const Environment = z.object({
  DATABASE_URL: postgres,
  DATABASE_REPLICA_URL: postgres.optional(),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'is not a port number')
    .transform(Number)
    .refine((port) => port <= 65_535, 'is not a port number: the highest is 65535')
    .default(3000),
  NEXTAUTH_URL: Url(['http:', 'https:'], 'http:// or https://')
    .refine((value) => {
      const url = URL.parse(value)
      return url !== null && url.pathname === '/' && !url.search && !url.hash && !url.username && !url.password
    }, 'must be scheme, host and port alone, such as https://standdown.example.com')
    .optional(),
  NEXTAUTH_SECRET: z
    .string()
    .min(shortestSecret, `is too short: give at least ${shortestSecret} characters, such as the output of "openssl rand -base64 32"`)
    .refine((value) => new Set(value).size >= fewestDistinct, 'is too regular to be a secret: give random characters')
    .optional(),
  STANDDOWN_KEY: z.string(),
  SMTP_URL: z.string().transform(readMailServer).optional(),
  STANDDOWN_DEMO: z.enum(['on', 'off'], 'is neither "on" nor "off"').optional(),
  STANDDOWN_TRUSTED_PROXIES: z.string().optional(),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent'], 'is none of debug, info, warn, error, silent').default('info'),
})

/**
 * Reads and checks the settings. Throws AppError('bad-input') with every wrong one by name, and never with its value: most
 * of them are secrets. An empty variable counts as unset, as shells and container files cannot tell the two apart.
 */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''))
  const parsed = Environment.safeParse(given)
  const issues = (parsed.error?.issues ?? []).map(({ path, message }) => {
    const where = String(path[0])
    return { where, what: given[where] === undefined ? 'is not set' : message }
  })
  let keys: KeyRing | null = null
  try {
    if (given.STANDDOWN_KEY !== undefined) keys = readKeyRing(given.STANDDOWN_KEY)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    issues.push({ where: 'STANDDOWN_KEY', what: error.message })
  }
  if (!parsed.success || !keys || issues.length > 0) {
    throw new AppError(
      'bad-input',
      `Standdown cannot start with these settings: ${issues.map((issue) => `${issue.where} ${issue.what}`).join('; ')}.`,
      issues,
    )
  }
  const value = parsed.data
  return {
    databaseUrl: value.DATABASE_URL,
    replicaUrl: value.DATABASE_REPLICA_URL ?? null,
    port: value.PORT,
    publicUrl: new URL(value.NEXTAUTH_URL ?? `http://127.0.0.1:${value.PORT}`).origin,
    sessionSecret: value.NEXTAUTH_SECRET ?? null,
    keys,
    mailServer: value.SMTP_URL ?? null,
    demo: value.STANDDOWN_DEMO === 'on',
    trustedProxies:
      value.STANDDOWN_TRUSTED_PROXIES?.split(',')
        .map((one) => one.trim())
        .filter(Boolean) ?? [],
    logLevel: value.LOG_LEVEL,
  }
}

let read: Settings | undefined

/** The settings of this process, read once. */
export function settings(): Settings {
  return (read ??= readSettings(process.env))
}
