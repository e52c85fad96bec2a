import type { Verdict } from '@/lib/model/score.ts'
import { verdictWord } from '../verdict-words.ts'
import { dayInText } from './text-time.ts'

export type TimeChange = { at: Date; verdict: Verdict; risk: number; cause: 'unused' | 'ageing' | 'expiry' | 'evidence' }

const because: Readonly<Record<TimeChange['cause'], string>> = {
  unused: 'unless it is used before',
  ageing: 'by its age alone',
  expiry: 'as it expires',
  evidence: 'as the evidence for a control ends',
}

/** What time alone will do: "On 14 Dec its verdict becomes “Revoke now”, unless it is used before." */
export function timeChangeWords({ at, verdict, risk, cause }: TimeChange, was: { verdict: Verdict; risk: number }, now: Date): string {
  const what = verdict === was.verdict ? `its risk goes from ${was.risk} to ${risk}` : `its verdict becomes “${verdictWord[verdict]}”`
  return `On ${dayInText(at, now)} ${what}, ${because[cause]}.`
}
