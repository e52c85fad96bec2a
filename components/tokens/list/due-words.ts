import { dateWords, spanWords } from '@/components/ui/time-words.ts'

/** "14 Dec", with the year where it is not the present one. */
export function dueDay(at: Date, now: Date): string {
  const words = dateWords(at)
  return at.getUTCFullYear() === now.getUTCFullYear() ? words.slice(0, words.lastIndexOf(' ')) : words
}

/** "in 3 d", "overdue 2 d": how long there is, or was. */
export function dueIn(at: Date, now: Date): string {
  const left = (at.getTime() - now.getTime()) / 1_000
  return left >= 0 ? `in ${spanWords(left)}` : `overdue ${spanWords(-left)}`
}
