import type { Steps } from './nps-1.0.0.ts'

/** The points of the first step whose limit is not passed; `Infinity` is past them all. */
export function pointsOf(steps: Steps, value: number): number {
  const { limits, beyond } = steps
  for (let step = 0; step < limits.length; step++) {
    const [limit, points] = limits[step]!
    if (value <= limit) return points
  }
  return beyond
}

/** The step a value falls in, as its two ends: over `above` (null: from zero) and up to `upTo` (null: no end). */
export function stepOf(steps: Steps, value: number): { above: number | null; upTo: number | null } {
  let above: number | null = null
  for (const [limit] of steps.limits) {
    if (value <= limit) return { above, upTo: limit }
    above = limit
  }
  return { above, upTo: null }
}
