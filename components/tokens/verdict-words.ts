import type { Verdict } from '@/lib/model/score.ts'

/** The verdict as it is called everywhere. */
export const verdictWord: Readonly<Record<Verdict, string>> = {
  'revoke-now': 'Revoke now',
  'standing-privilege': 'Standing privilege',
  'acceptable-with-controls': 'Acceptable with controls',
  acceptable: 'Acceptable',
  retired: 'Retired',
}
