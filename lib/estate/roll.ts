/**
 * A 32-bit number that depends only on the seed and the parts: the estate's whole randomness. Row i is a function of (seed, i), so
 * a million rows need no memory and a restart changes nothing. FNV-1a over the parts, finished with murmur3's mixer.
 */
export function roll(seed: number, ...parts: readonly (string | number)[]): number {
  let hash = (seed ^ 0x811c9dc5) >>> 0
  for (const part of parts) {
    if (typeof part === 'number') {
      hash = Math.imul(hash ^ (part >>> 0), 0x01000193)
      hash = Math.imul(hash ^ Math.floor(part / 0x1_0000_0000), 0x85ebca6b)
    } else {
      for (let at = 0; at < part.length; at++) hash = Math.imul(hash ^ part.charCodeAt(at), 0x01000193)
    }
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

/** A fraction in [0, 1). */
export function share(seed: number, ...parts: readonly (string | number)[]): number {
  return roll(seed, ...parts) / 0x1_0000_0000
}

/** One of a list. */
export function pick<T>(list: readonly T[], seed: number, ...parts: readonly (string | number)[]): T {
  const one = list[roll(seed, ...parts) % list.length]
  if (one === undefined) throw new Error('There is nothing to pick from.')
  return one
}

/** One of a list of [weight, value]. */
export function weighted<T>(list: readonly (readonly [weight: number, value: T])[], at: number): T {
  const total = list.reduce((sum, [weight]) => sum + weight, 0)
  let left = at * total
  for (const [weight, value] of list) {
    left -= weight
    if (left < 0) return value
  }
  return list[list.length - 1]![1]
}

/** So many hexadecimal digits. */
export function hex(digits: number, seed: number, ...parts: readonly (string | number)[]): string {
  let text = ''
  for (let block = 0; text.length < digits; block++)
    text += roll(seed, ...parts, 'hex', block)
      .toString(16)
      .padStart(8, '0')
  return text.slice(0, digits)
}

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** So many letters of the alphabet that AWS ids are written in. */
export function letters(count: number, seed: number, ...parts: readonly (string | number)[]): string {
  let text = ''
  for (let at = 0; at < count; at++) text += base32[roll(seed, ...parts, 'letter', at) & 31]
  return text
}
