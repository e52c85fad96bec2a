import type { Facts } from '../model/facts.ts'
import type { Level, Reach } from '../model/grant.ts'

/** What a level lets its holder do, after "can". */
export const levelSays: Record<Level, string> = {
  1: 'list',
  2: 'read configuration',
  3: 'read data',
  4: 'write or delete',
  5: "use others' credentials or code",
  6: 'administer',
}

/** How far a reach goes, after "in". */
export const reachSays: Record<Reach, string> = {
  1: 'one object',
  2: 'a bounded set',
  3: 'a whole service, account or project',
  4: 'many services or the whole organisation',
}

/** What lies behind a token of tiers 0–4. */
export const tierSays: readonly string[] = [
  'a sandbox',
  'internal or development systems',
  'production',
  'customer data',
  'regulated data or a control plane',
]

/** A number of seconds as people say it: "15 min", "12 h", "90 days"; rounded down to a whole unit once that is exact enough. */
export function durationSays(seconds: number): string {
  if (seconds < 60) return `${seconds} s`
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min`
  // Hours up to two days: a day and a half told as "1 day" would hide that it is past the 24 h that make a token standing.
  if (seconds < 2 * 86_400) return `${trimmed(seconds / 3_600)} h`
  return `${Math.floor(seconds / 86_400)} days`
}

/** "1 day", "200 days". */
export function daysSay(days: number): string {
  const whole = Math.floor(days)
  return `${whole} ${whole === 1 ? 'day' : 'days'}`
}

/** How the life of a token reads after its name: "never expires", "lives 12 h". */
export function lifeSays({ ttlSeconds }: Pick<Facts, 'ttlSeconds'>): string {
  if (ttlSeconds === 'not-reported') return 'has no reported expiry'
  return ttlSeconds === 'never' || ttlSeconds === 0 ? 'never expires' : `lives ${durationSays(ttlSeconds)}`
}

function trimmed(value: number): string {
  return String(Math.floor(value * 10) / 10)
}
