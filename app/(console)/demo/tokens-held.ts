import { countWords } from '@/components/ui/time-words.ts'

/** "602 tokens (576 live, as listed, and 26 that are disabled, expired, revoked or gone)": the list shows the live ones only. */
export function tokensHeld({ tokens, liveTokens }: { tokens: number; liveTokens: number }): string {
  const rest = tokens - liveTokens
  const all = `${countWords(tokens)} ${tokens === 1 ? 'token' : 'tokens'}`
  if (rest === 0) return all
  return `${all} (${countWords(liveTokens)} live, as listed, and ${countWords(rest)} that ${rest === 1 ? 'is' : 'are'} disabled, expired, revoked or gone)`
}
