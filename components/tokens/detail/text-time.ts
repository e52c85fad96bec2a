import { spanWords } from '@/components/ui/time-words.ts'

const day = 86_400_000
const short = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })
const long = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })

/** A date within half a year as people say it, "14 Dec"; further off with its year. In UTC. */
export function dayInText(at: Date, now: Date): string {
  return Math.abs(at.getTime() - now.getTime()) < 183 * day ? short.format(at) : long.format(at)
}

/** "14 Dec 14:00", for the moments of a proof; in UTC, which the sentence around it says once. */
export function momentInText(at: Date, now: Date): string {
  return `${dayInText(at, now)} ${at.toISOString().slice(11, 16)}`
}

/** A duration in running text, in two units where the second still matters: "3 h 12 min", "33 h 5 min", "2 d 4 h", "41 d". Hours up to two days, as in tables. */
export function spanInText(seconds: number): string {
  const minutes = Math.floor(seconds / 60)
  const hours = Math.floor(minutes / 60)
  if (hours >= 1 && hours < 48) return minutes % 60 > 0 ? `${hours} h ${minutes % 60} min` : `${hours} h`
  if (hours >= 48 && hours < 7 * 24) return hours % 24 > 0 ? `${Math.floor(hours / 24)} d ${hours % 24} h` : `${hours / 24} d`
  return spanWords(seconds)
}

/** Seconds of a designed life as people say it: "10 minutes", "24 hours", "90 days". */
export function lifeInText(seconds: number): string {
  if (seconds < 60) return counted(seconds, 'second')
  if (seconds < 3_600) return counted(Math.floor(seconds / 60), 'minute')
  if (seconds < 2 * 86_400) return counted(Math.floor(seconds / 3_600), 'hour')
  return counted(Math.floor(seconds / 86_400), 'day')
}

/** "1 day", "412 days". */
export function counted(count: number, noun: string, several = `${noun}s`): string {
  return `${count.toLocaleString('en-GB')} ${count === 1 ? noun : several}`
}

/** "a", "a and b", "a, b and c". */
export function listed(parts: readonly string[], last = 'and'): string {
  return parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} ${last} ${parts.at(-1)}`
}
