import type { Verdict } from '@/lib/model/score.ts'
import { verdictWord } from '../verdict-words.ts'
import { dayInText } from './text-time.ts'

export type TimeChange = { at: Date; verdict: Verdict; risk: number; cause: 'unused' | 'ageing' | 'expiry' | 'evidence' }

const ifs: Readonly<Record<TimeChange['cause'], string>> = {
  unused: ' if still unused',
  ageing: ', by its age alone',
  expiry: ', when it expires',
  evidence: ', when the evidence for a control ends',
}

/** What time alone will do: "Becomes Revoke now on 14 Dec if still unused." */
export function timeChangeWords({ at, verdict, risk, cause }: TimeChange, was: { verdict: Verdict; risk: number }, now: Date): string {
  const what = verdict === was.verdict ? `Risk goes from ${was.risk} to ${risk}` : `Becomes ${verdictWord[verdict]}`
  return `${what} on ${dayInText(at, now)}${ifs[cause]}.`
}
