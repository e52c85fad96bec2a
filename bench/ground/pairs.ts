/** Milliseconds that some work takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const since = performance.now()
  await work()
  return performance.now() - since
}

export type Pairs = {
  /** Median of the ratios, one of each pair. */
  ratio: number
  /** Medians of either side, in milliseconds. */
  ours: number
  other: number
}

/**
 * Times two things by turns, so that whatever else the machine does falls on both alike. Each pair takes the median of
 * `each` goes of either side; the result is the median of the pairs' ratios. `warm` goes before the first pair warm both up, as a
 * server that has been running for a minute is.
 */
export async function interleaved(
  ours: () => Promise<unknown>,
  other: () => Promise<unknown>,
  { pairs = 9, each = 15, warm = 225 } = {},
): Promise<Pairs> {
  const measured: { ours: number; other: number }[] = []
  for (let n = 0; n < warm; n += 1) {
    await ours()
    await other()
  }
  for (let pair = 0; pair < pairs; pair += 1) {
    const go = { ours: [] as number[], other: [] as number[] }
    for (let n = 0; n < each; n += 1) {
      go.ours.push(await timed(ours))
      go.other.push(await timed(other))
    }
    measured.push({ ours: median(go.ours), other: median(go.other) })
  }
  return {
    ratio: median(measured.map((pair) => pair.ours / pair.other)),
    ours: median(measured.map((pair) => pair.ours)),
    other: median(measured.map((pair) => pair.other)),
  }
}

/** The middle value; of an even number, the higher of the two in the middle. */
export function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? NaN
}
