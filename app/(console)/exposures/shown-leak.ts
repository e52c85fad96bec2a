import type { ShownLeak } from '@/components/exposures/exposure-words.ts'
import { clockOf, stepsOf } from '@/lib/exposure/steps.ts'
import type { LeakLine } from '@/lib/model/leak.ts'

/** A leak with its steps and its clock, as of now. */
export function shownLeak(leak: LeakLine, now: Date): ShownLeak {
  return { ...leak, steps: stepsOf(leak), clock: clockOf(leak, now) }
}
