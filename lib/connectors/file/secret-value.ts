import { isInstant, looksSecret } from './cells.ts'
import { wordsOf } from './words-of.ts'

/** A part of text that a person would write: a word with a number at its end, or a number. What was made by chance mixes them. */
const part = /^(?:\p{L}{1,20}\d{0,4}|\d{1,13})$/u
const [mostPlain, mostHumps] = [80, 3]
const [leastSecret, leastRandom] = [8, 16]
/** "npm_ab…9f", "***1234": what a provider shows in place of a secret. */
const masked = /…|•|\.{3}|\*{3}|x{4}/i
const email = /^([^\s@]{1,64})@[\w.-]{1,200}$/

/** What people write where a password is or is not, instead of it. */
const noPassword = /^(?:|[01]|yes|no|true|false|set|not set|unset|none|null|never|n\/a|-|\*+)$/i
/** At the end of a heading: it says something of a password, and is not the password. */
const ofPassword =
  / (?:at|on|age|count|date|enabled|expired|expires|expiry|length|policy|required|reset|rotation|last (?:changed|reset|set|used))$/
/** Letters in one run: no word of a name is that long, and some providers make secrets of letters alone. */
const letterRun = /\p{L}{16}/u

const passwords = ['password', 'passwd', 'passphrase', 'pwd']
const tokens = ['token', 'api token', 'access token', 'refresh token', 'bearer token', 'auth token', 'token value', 'api key', 'apikey', 'private key', 'key value', 'credential', 'bearer'] // prettier-ignore

/** The words of a heading or of the last name in a path, in small letters: "user.lastUsedAt" gives last, used, at. */
function headingWords(path: string): string[] {
  const last = path.split('.').findLast((name) => name !== '*' && name.trim() !== '') ?? path
  return wordsOf(last)
}

/** What a heading says of what stands under it: a password, a secret, or a token, which may be an id as well; null: none of them. */
export type HeadingSays = 'password' | 'secret' | 'token' | null

/** Reads a heading, or the last name of a path. */
export function headingSays(path: string): HeadingSays {
  const words = headingWords(path)
  if (words.some((word) => passwords.includes(word))) return ofPassword.test(words.join(' ')) ? 'secret' : 'password'
  if (words.includes('secret') && ['secret', 'key', 'value', 'token'].includes(words.at(-1) ?? '')) return 'secret'
  return tokens.includes(words.join(' ')) ? 'token' : null
}

/**
 * Whether a value is the secret itself: by its shape, whatever it stands under, or because its heading says so: anything under a password's,
 * short or a number, and under the others what nobody would write by hand. Masked ones are not.
 */
export function holdsSecret(says: HeadingSays, value: unknown): boolean {
  if (Array.isArray(value)) return value.some((one) => holdsSecret(says, one))
  const counts = typeof value === 'number' || typeof value === 'bigint'
  if (typeof value !== 'string' && !(counts && says === 'password')) return false
  const text = String(value).trim()
  if (looksSecret(text)) return true
  if (says === null || masked.test(text) || isInstant(text)) return false
  if (says === 'password') return !noPassword.test(text)
  if (text.length < leastSecret) return false
  return letterRun.test(text) || (says === 'secret' ? !isPlain(text) : looksRandom(text))
}

/** Whether text seems made by chance, as ids and secrets are: nobody can tell the two apart by their looks. */
export function looksRandom(text: string): boolean {
  if (isInstant(text) || masked.test(text)) return false
  return text.split(/[^\w+/=-]+/).some((run) => run.length >= leastRandom && !isPlain(run))
}

/**
 * A value as an example of its column, or null where it may be a secret: shown is only what is made of words, numbers and dates, or an
 * address of a person.
 */
export function exampleOf(value: unknown): string | null {
  if (typeof value === 'boolean' || typeof value === 'number' || typeof value === 'bigint') return String(value)
  if (Array.isArray(value)) {
    const shown = value.slice(0, 5).map(exampleOf)
    return shown.includes(null) ? null : [...shown, ...(value.length > 5 ? ['…'] : [])].join(', ')
  }
  if (typeof value !== 'string') return null
  const text = value.trim()
  if (looksSecret(text)) return null
  const local = email.exec(text)?.[1]
  return isInstant(text) || isPlain(local ?? text) ? text : null
}

function isPlain(text: string): boolean {
  if (text.length > mostPlain || (text.match(/\p{Ll}\p{Lu}/gu)?.length ?? 0) > mostHumps) return false
  return text
    .split(/[^\p{L}\d]+/u)
    .filter(Boolean)
    .every((one) => part.test(one))
}
