import { spanInText, listed } from '@/components/tokens/detail/text-time.ts'
import { countWords } from '@/components/ui/time-words.ts'
import type { ClockStart, RetirementShow, RevocationTimes } from '@/lib/model/retirement-search.ts'

/** What a clock began with. */
export const startWord: Readonly<Record<ClockStart, string>> = {
  leak: 'found leaked',
  revoke: 'decided to revoke now',
  retire: 'decided to retire',
}

export const startTitle: Readonly<Record<ClockStart, string>> = {
  leak: 'From a leak',
  revoke: 'From the decision to revoke now',
  retire: 'From the decision to retire',
}

export const retirementShowWord: Readonly<Record<RetirementShow, string>> = {
  committed: 'Committed to',
  proved: 'Proved gone',
  off: 'Off, not proved gone',
  running: 'Not off yet',
  done: 'Off',
}

/** Too few to say how long most took: the times themselves are told then. ui.md, section 6. */
export const fewest = 5

/** "2 d, 3 d and 9 d": the times where they are few. */
export function fewWords({ few }: Pick<RevocationTimes, 'few'>): string {
  return listed(few.map((seconds) => spanInText(seconds)))
}

/** How fast what one clock began with is ended, in a sentence; what still runs is in no share, and has at least its time so far. */
export function timesSentence({ done, p50, p95, few, running, longest }: RevocationTimes, start: ClockStart): string {
  const what = { leak: 'leaked tokens', revoke: 'tokens to revoke now', retire: 'tokens to retire' }[start]
  const ended =
    done === 0
      ? `None of the ${what} is off yet.`
      : done < fewest
        ? `${countWords(done)} of the ${what} ${done === 1 ? 'is' : 'are'} off, after ${fewWords({ few })}.`
        : `Half of the ${what} that are off were so within ${spanInText(p50 ?? 0)}, 95 of 100 within ${spanInText(p95 ?? 0)}.`
  const open =
    running === 0
      ? 'None still works.'
      : `${countWords(running)} ${running === 1 ? 'still works' : 'still work'}, the oldest for at least ${spanInText(longest ?? 0)}.`
  return `${ended} ${open}`
}

const [shortest, furthest] = [60, 400 * 86_400]

/** Where a time stands between a minute (0) and 400 days (1), each tenfold as wide as the one before. */
export function placeOf(seconds: number): number {
  const [low, high] = [Math.log(shortest), Math.log(furthest)]
  return (Math.log(Math.min(furthest, Math.max(shortest, seconds))) - low) / (high - low)
}
