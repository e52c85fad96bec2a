/** What a sign-in gave, and how long it lives from now. */
export type Minted = { token: string; livesMs: number }

const spareMs = 300_000

/**
 * Keeps an access token in memory until shortly before it ends (a short one until half of its life is over). Calls at once share one
 * sign-in; one that failed is not kept. The function throws what `mint` throws.
 */
export function holdToken(mint: () => Promise<Minted>): () => Promise<string> {
  let held: { token: string; until: number } | null = null
  let underWay: Promise<string> | null = null
  async function renew(): Promise<string> {
    const started = performance.now()
    const { token, livesMs } = await mint()
    held = { token, until: started + Math.max(livesMs / 2, livesMs - spareMs) }
    return token
  }
  return async () => {
    if (held && performance.now() < held.until) return held.token
    underWay ??= renew().finally(() => (underWay = null))
    return underWay
  }
}
