import type { PoolClient } from 'pg'
import { v7 as uuid } from 'uuid'
import type { Certainty, LeakPlace, LeakSighting, MatchWay } from '../model/leak.ts'

/** A leak with the token it is of, or that it may be of. */
export type MatchedLeak = {
  leak: LeakSighting
  state: 'suspected' | 'confirmed' | 'abuse'
  tokenId: string | null
  proposedId: string | null
  by: MatchWay
  certainty: Certainty
}

/** A leak that is here already, as far as telling it again may change it. */
export type KnownLeak = {
  key: string
  placeCount: number
  places: readonly LeakPlace[]
}

/** The leaks among these keys that are here, locked. */
export async function lockLeaks(client: PoolClient, keys: readonly string[]): Promise<Map<string, KnownLeak>> {
  const { rows } = await client.query<KnownLeak & { places: { in: string; at: string | null; url: string | null }[] }>(
    `select key, place_count as "placeCount", places
     from exposure where key = any($1::text[]) order by id for update`,
    [keys],
  )
  return new Map(
    rows.map((row) => [row.key, { ...row, places: row.places.map((place) => ({ ...place, at: place.at ? new Date(place.at) : null })) }]),
  )
}

/** Since when it could be found: the earliest of what its places tell, and never later than it was found; null where none tells. */
function exposedSince({ places, foundAt }: LeakSighting): Date | null {
  const told = places.flatMap(({ at }) => at ?? [])
  return told.length > 0 ? new Date(Math.min(foundAt.getTime(), ...told.map((at) => at.getTime()))) : null
}

/**
 * Writes leaks that were told. One that is here already keeps its clock, its token and what people said of it; told again it may be
 * matched where it was not (unless a person took the match back), known to work where nobody had looked, and lie in more places. A source
 * tells all of its own with each sync: only another report is news.
 */
export async function writeLeaks(client: PoolClient, leaks: readonly MatchedLeak[], statedBy: string, at: Date): Promise<void> {
  const rows = leaks.map(({ leak, state, tokenId, proposedId, by, certainty }) => {
    const [first] = leak.places
    return {
      id: uuid(),
      key: leak.key,
      token_id: tokenId,
      proposed_id: proposedId,
      state,
      found_in: first?.in ?? 'not reported',
      found_at: leak.foundAt,
      still_valid: leak.stillValid,
      matched_by: by,
      certainty,
      detector: leak.detector,
      kind: leak.kind,
      reference: leak.reference,
      tail: leak.tail,
      fingerprint: leak.fingerprint,
      repository: leak.repository,
      url: first?.url ?? null,
      exposed_at: exposedSince(leak),
      places: leak.places,
      place_count: leak.placeCount,
      finder_says: leak.finderSays,
      finder_closed: leak.finderClosed,
      secret_seen: leak.secretSeen,
    }
  })
  await client.query(
    `insert into exposure (id, key, token_id, proposed_id, state, found_in, found_at, still_valid, matched_by, certainty, detector, kind, reference, tail,
       fingerprint, repository, url, exposed_at, places, place_count, finder_says, finder_closed, secret_seen, stated_by, recorded_at, told_at)
     select r.id, r.key, r.token_id, r.proposed_id, r.state, r.found_in, r.found_at, r.still_valid, r.matched_by, r.certainty, r.detector, r.kind, r.reference, r.tail,
       r.fingerprint, r.repository, r.url, r.exposed_at, r.places, r.place_count, r.finder_says, r.finder_closed, r.secret_seen, $2, $3, $3
     from jsonb_to_recordset($1::jsonb) as r(id uuid, key text, token_id uuid, proposed_id uuid, state text, found_in text, found_at timestamptz, still_valid text,
       matched_by text, certainty text, detector text, kind text, reference text, tail text, fingerprint text, repository text, url text, exposed_at timestamptz,
       places jsonb, place_count int, finder_says text, finder_closed boolean, secret_seen boolean)
     on conflict (key) do update set told_at = case when $2 like 'run:%' then exposure.told_at else excluded.told_at end,
       token_id = case when exposure.matched_by = 'by hand' then exposure.token_id else coalesce(exposure.token_id, excluded.token_id) end,
       proposed_id = case when exposure.token_id is null and excluded.token_id is null and exposure.matched_by <> 'by hand' then excluded.proposed_id end,
       matched_by = case when exposure.token_id is null and exposure.matched_by <> 'by hand' then excluded.matched_by else exposure.matched_by end,
       certainty = case when exposure.token_id is null and exposure.matched_by <> 'by hand' then excluded.certainty else exposure.certainty end,
       state = case when exposure.state = 'suspected' then excluded.state else exposure.state end,
       still_valid = case when excluded.still_valid = 'not-reported' then exposure.still_valid else excluded.still_valid end,
       kind = coalesce(exposure.kind, excluded.kind), reference = coalesce(exposure.reference, excluded.reference), tail = coalesce(exposure.tail, excluded.tail),
       fingerprint = coalesce(exposure.fingerprint, excluded.fingerprint), repository = coalesce(exposure.repository, excluded.repository),
       found_at = least(exposure.found_at, excluded.found_at), places = excluded.places, place_count = excluded.place_count, exposed_at = least(exposure.exposed_at, excluded.exposed_at),
       found_in = excluded.found_in, url = excluded.url, finder_says = excluded.finder_says,
       finder_closed = excluded.finder_closed, secret_seen = exposure.secret_seen or excluded.secret_seen`,
    [JSON.stringify(rows), statedBy, at],
  )
}
