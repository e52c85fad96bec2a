import { createHash, randomInt } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'

const stepSeconds = 30
/** RFC 6238, 5.2: at most one step to either side, for clocks that differ and people who type slowly. */
const window = 1
/** 80 random bits each: used once, never guessed. */
const recoveryLetters = '0123456789abcdefghjkmnpqrstvwxyz'
const recoveryGroups = 4
const recoveryCodes = 8

/** A new shared secret of 160 bits (RFC 4226, 4: as long as the hash that uses it), in base 32. */
export function newFactorSecret(): string {
  return new Secret({ size: 20 }).base32
}

/** What an authenticator app reads from the picture. */
export function factorUri(secret: string, account: string): string {
  return totp(secret, account).toString()
}

/** The step that a six-digit code belongs to, at most one from now, or null where it is of none. */
export function stepOf(secret: string, code: string, now: Date): number | null {
  const token = code.replaceAll(/\s/g, '')
  if (!/^\d{6}$/.test(token)) return null
  const delta = totp(secret).validate({ token, timestamp: now.getTime(), window })
  return delta === null ? null : Math.floor(now.getTime() / 1_000 / stepSeconds) + delta
}

/** What lets somebody in, once each, without their device. */
export function newRecoveryCodes(): string[] {
  const group = () => Array.from({ length: 4 }, () => recoveryLetters[randomInt(recoveryLetters.length)]).join('')
  return Array.from({ length: recoveryCodes }, () => Array.from({ length: recoveryGroups }, group).join('-'))
}

/** What a code that is used once is kept as. Case, blanks and dashes do not count when it is typed. */
export function onceHash(code: string): string {
  const read = code.slice(0, 200).toLowerCase().replaceAll(/[^0-9a-z]/g, '').replaceAll('o', '0').replaceAll(/[il]/g, '1') // prettier-ignore
  return createHash('sha256').update(read).digest('hex')
}

function totp(secret: string, account = ''): TOTP {
  return new TOTP({
    issuer: 'Standdown',
    label: account,
    algorithm: 'SHA1',
    digits: 6,
    period: stepSeconds,
    secret: Secret.fromBase32(secret),
  })
}
