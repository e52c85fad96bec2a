import { canaryPattern } from '../../lib/estate/canary.ts'

/** A secret to look for: what it is called in reports, and its random part (no shared prefix: that would be found everywhere). */
export type Secret = { name: string; random: string }

/** What was found and where; never the secret itself. */
export type Leak = { place: string; secret: string }

/** So many characters in a row of a secret's random part are a leak. */
const windowLength = 12
/** Base64 of a window, at whichever of the three alignments its first character stands: 12 bytes are 16 characters. */
const base64Length = 16
const hexLength = 24
const runs = /[A-Za-z0-9+/_=-]{12,}/g
const escapes = /%([0-9a-f]{2})|\\u00([0-9a-f]{2})/gi

/** The secrets among canaries in a text. */
export function canariesIn(text: string): Secret[] {
  return (text.match(canaryPattern) ?? []).map((found) => ({ name: found.slice(0, -33), random: found.slice(-32) }))
}

/**
 * Makes a search for secrets: plain, reversed, as hex, as base64 (and its URL form) at any alignment, URL-encoded, escaped for JSON,
 * and in each case by any 12 characters in a row. Also whatever has a canary's own prefix. Gives back the names of what is there.
 */
export function secretSearch(secrets: Iterable<Secret>): (content: Buffer | string) => ReadonlySet<string> {
  const plain = new Map<string, string>()
  const base64 = new Map<string, string>()
  const hex = new Map<string, string>()
  for (const { name, random } of secrets) {
    if (random.length < windowLength) throw new RangeError(`The secret ${name} is too short to be told from other text.`)
    for (let at = 0; at + windowLength <= random.length; at++) {
      const window = random.slice(at, at + windowLength)
      for (const form of [window, reversed(window)]) {
        const bytes = Buffer.from(form)
        plain.set(form, name)
        base64.set(bytes.toString('base64'), name).set(bytes.toString('base64url'), name)
        hex.set(bytes.toString('hex'), name)
      }
    }
  }

  function search(text: string, found: Set<string>): void {
    if (text.includes('CNRY-')) found.add('CNRY')
    for (const [run] of text.matchAll(runs)) {
      const lower = run.toLowerCase()
      for (let at = 0; at + windowLength <= run.length; at++) {
        const name =
          plain.get(run.slice(at, at + windowLength)) ??
          base64.get(run.slice(at, at + base64Length)) ??
          hex.get(lower.slice(at, at + hexLength))
        if (name !== undefined) found.add(name)
      }
    }
  }

  return (content) => {
    const text = typeof content === 'string' ? content : content.toString('latin1')
    const found = new Set<string>()
    search(text, found)
    const unescaped = text.replace(escapes, (_, percent: string | undefined, json: string | undefined) =>
      String.fromCharCode(Number.parseInt(percent ?? json ?? '', 16)),
    )
    if (unescaped.length !== text.length) search(unescaped, found)
    return found
  }
}

function reversed(text: string): string {
  return [...text].reverse().join('')
}
