/**
 * How many cases a property is asked of: a quarter of all by `npm test`, which finds what was ever found by more, and every one by
 * `npm run test:faults`, which takes its time.
 */
export function runs(all: number): number {
  return process.env.PROPERTY_RUNS === 'all' ? all : all / 4
}
