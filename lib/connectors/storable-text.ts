/**
 * Text from outside, made fit to keep and show: no NUL or other control characters (Postgres cannot store NUL, terminals obey the
 * rest), no lone surrogates, no direction overrides (they make a name read backwards), at most `max` characters, the end cut with "…".
 */
export function storableText(text: string, max: number): string {
  const clean = text.toWellFormed().replace(unfit, '\uFFFD')
  if (clean.length <= max) return clean
  return `${clean
    .slice(0, max - 1)
    .toWellFormed()
    .replace(/\uFFFD$/, '')}…`
}

/** Whether text can be kept exactly as it is; identifiers must, since a changed identifier is another one. */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && text.search(unfit) < 0
}

/** The same for every string inside a plain value; keys that cannot be kept, and `__proto__`, are left out. */
export function storableValue<T>(value: T, max: number): T
export function storableValue(value: unknown, max: number): unknown {
  if (typeof value === 'string') return storableText(value, max)
  if (Array.isArray(value)) return value.map((inner) => storableValue(inner, max))
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  const kept = Object.entries(value).filter(([key]) => key !== '__proto__' && isStorable(key))
  return Object.fromEntries(kept.map(([key, inner]) => [key, storableValue(inner, max)]))
}

// Tab, newline and return are ordinary in notes and PEM text; every other control character is not.
const unfit = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/g
