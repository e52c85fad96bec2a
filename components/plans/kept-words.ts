import { counted, dayInText } from '@/components/tokens/detail/text-time.ts'
import { countWords, leastWords } from '@/components/ui/time-words.ts'

/** In tokens: what is committed to, what of it was due before today, what is proved gone, and when the last is due. */
export type Kept = { committed: number; due: number; proved: number; behind: number; end: Date; atLeast: boolean }

/** Whether dates are kept. A plan is proved once all of its own tokens are and what else it asks for is done. */
export function keptWords({ committed, due, proved, behind, end, atLeast }: Kept, now: Date): string {
  const gone = proved === 0 ? 'none is proved gone yet' : `${leastWords(proved, atLeast)} ${proved === 1 ? 'is' : 'are'} proved gone`
  const last = `The last is due on ${dayInText(end, now)}.`
  const of = `Of ${counted(committed, 'token')}`
  if (due === 0) return `Nothing was due before today. ${of} ${gone}${proved === 0 ? '' : ' already'}. ${last}`
  const line = behind > 0 ? `${atLeast ? 'At most ' : ''}${countWords(behind)} behind the committed line.` : 'On the committed line.'
  return `${line} ${of} ${countWords(due)} ${due === 1 ? 'was' : 'were'} due to be gone before today, ${gone}. ${last}`
}
