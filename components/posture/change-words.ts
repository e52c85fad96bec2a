import { countWords } from '@/components/ui/time-words.ts'

/** "372 fewer", "12 more", "as now". */
export function changeWords(change: number): string {
  if (change === 0) return 'as now'
  return `${countWords(Math.abs(change))} ${change < 0 ? 'fewer' : 'more'}`
}
