import { ArgumentError } from './argument-error.ts'

const units: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000 }

/** Milliseconds of a length of time such as 7d, 12h, 90m, or several in one: 1d12h. Throws ArgumentError for anything else, and for none. */
export function durationMs(text: string): number {
  const said = text.trim().toLowerCase()
  const parts = said.match(/\d{1,7}[dhm]/g) ?? []
  const ms = parts.reduce((sum, part) => sum + Number(part.slice(0, -1)) * (units[part.slice(-1)] ?? 0), 0)
  if (parts.join('') === said && ms > 0) return ms
  throw new ArgumentError(`"${text.slice(0, 40)}" is not a length of time. Write days, hours or minutes: 7d, 12h, 90m, 1d12h`)
}
