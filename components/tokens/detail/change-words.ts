import { spanWords } from '@/components/ui/time-words.ts'
import { levelWord, reachWord } from '../fact-words.ts'

const whole: Readonly<Record<string, string>> = {
  'owner = assigned': 'Name somebody who answers for it.',
  'ageDays = 0': 'Replace the secret with a new one.',
  'controls: network, revocation <= 15 min, monitoring':
    'Confine it to known networks, drill its revocation within 15 minutes, and monitor its use.',
  'controls: all': 'Confine it, drill its revocation, monitor its use, and scan for its secret.',
  'binding = pop-app, verified': 'Bind it to a key by DPoP, checked at each use.',
  'binding = pop-mtls, verified': 'Bind it to a client certificate by mTLS, checked at each use.',
  'revoked and replaced': 'Revoke it, and let a replacement be seen in use.',
}

const patterns: readonly (readonly [RegExp, (value: number) => string])[] = [
  [/^ttlSeconds <= (\d+)$/, (seconds) => `Let it live ${spanWords(seconds)} at most.`],
  [/^scope\.level <= ([1-6])$/, (level) => `Cut what it can do down to “${levelWord[level as keyof typeof levelWord]}”.`],
  [/^scope\.reach <= ([1-4])$/, (reach) => `Narrow it down to ${reachWord[reach as keyof typeof reachWord]}.`],
]

/** A change as the score states it, as a sentence; one that is not known here is shown as it stands. */
export function changeWords(change: string): string {
  if (Object.hasOwn(whole, change)) return whole[change] ?? change
  for (const [pattern, words] of patterns) {
    const value = pattern.exec(change)?.[1]
    if (value !== undefined) return words(Number(value))
  }
  return change
}
