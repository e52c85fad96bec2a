import type { PoolClient } from 'pg'

/** A leak that somebody found by hand. `stillValid` is yes, no or not-reported; `statedBy` is `user:<id>`. */
export type StatedExposure = {
  id: string
  tokenId: string
  state: string
  foundIn: string
  foundAt: Date
  stillValid: string
  statedBy: string
}

/** Adds a leak; told again of the same place and time, it brings the one that is there up to date. */
export async function insertExposure(client: PoolClient, leak: StatedExposure): Promise<void> {
  await client.query(
    `insert into exposure (id, token_id, state, found_in, found_at, still_valid, matched_by, stated_by) values ($1, $2, $3, $4, $5, $6, 'by hand', $7)
     on conflict (token_id, found_in, found_at) do update set state = excluded.state, still_valid = excluded.still_valid`,
    [leak.id, leak.tokenId, leak.state, leak.foundIn, leak.foundAt, leak.stillValid, leak.statedBy],
  )
}
