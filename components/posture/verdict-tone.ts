import type { Verdict } from '@/lib/model/score.ts'

/** The colour of a verdict in a chart. */
export const verdictTone: Readonly<Record<Verdict, string>> = {
  'revoke-now': 'text-revoke',
  'standing-privilege': 'text-standing',
  'acceptable-with-controls': 'text-controls',
  acceptable: 'text-fine',
  retired: 'text-retired',
}
