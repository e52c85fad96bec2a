/** A session of a role, as the SDK takes it. */
export type Session = { accessKeyId: string; secretAccessKey: string; sessionToken: string; expiration: Date }

const minute = 60_000
const renewedBeforeMs = 5 * minute
/** However soon an odd clock says that a session ends, it is kept for so long: else every call would ask for another. */
const keptAtLeastMs = minute

/** One session for all clients of an account, kept in memory and asked for anew shortly before it ends. What failed is asked again. */
export function keptSession(ask: () => Promise<Session>): () => Promise<Session> {
  let kept: { session: Promise<Session>; until: number } | null = null
  return () => {
    if (kept && Date.now() < kept.until) return kept.session
    const asked = { session: ask(), until: Infinity }
    kept = asked
    asked.session.then(
      ({ expiration }) => (asked.until = Math.max(expiration.getTime() - renewedBeforeMs, Date.now() + keptAtLeastMs)),
      () => (asked.until = 0),
    )
    return asked.session
  }
}
