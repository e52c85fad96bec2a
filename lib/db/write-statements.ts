import type { PoolClient } from 'pg'
import { v7 as uuid } from 'uuid'
import type { ControlEvidence, Leak } from '../model/token-act.ts'
import type { StatedFact, StatedFactName } from '../model/stated-fact.ts'
import { toldKey } from './write-controls.ts'
import type { Cause } from './write-tokens.ts'

/** Who states something, as the row keeps it. */
export type Person = { id: string; name: string }

/** States one fact of these tokens; what was stated of it before is replaced, and kept. Lock the tokens first. */
export async function insertStatements(
  client: PoolClient,
  ids: readonly string[],
  { stated, note, reviewAt, by }: { stated: StatedFact; note: string; reviewAt: Date; by: Person },
  { at, cause }: Cause,
): Promise<void> {
  await client.query(
    `update stated_fact set withdrawn_at = $3, withdrawn_by = $4 where token_id = any($1::uuid[]) and fact = $2 and withdrawn_at is null`,
    [ids, stated.fact, at, by.name],
  )
  await client.query(
    `insert into stated_fact (id, token_id, fact, value, note, stated_by_id, stated_by, stated_at, review_at)
     select s.id, s.token_id, $3, $4::jsonb, $5, $6, $7, $8, $9 from unnest($1::uuid[], $2::uuid[]) as s(id, token_id)`,
    [ids.map(() => uuid()), ids, stated.fact, JSON.stringify(stated.value), note, by.id, by.name, at, reviewAt],
  )
  const detail = { fact: stated.fact, to: inText(stated.value), value: stated.value, by: by.name, reviewAt: reviewAt.toISOString() }
  await insertEvents(client, ids, 'fact-stated', detail, { at, cause })
}

/** Takes back what was stated of one fact of these tokens. Answers with the tokens of which something was. Lock the tokens first. */
export async function withdrawStatements(
  client: PoolClient,
  ids: readonly string[],
  { fact, by }: { fact: StatedFactName; by: Person },
  { at, cause }: Cause,
): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `update stated_fact set withdrawn_at = $3, withdrawn_by = $4
     where token_id = any($1::uuid[]) and fact = $2 and withdrawn_at is null returning token_id as id`,
    [ids, fact, at, by.name],
  )
  const those = [...new Set(rows.map(({ id }) => id))]
  await insertEvents(client, those, 'fact-withdrawn', { fact, by: by.name }, { at, cause })
  return those
}

/** Adds one control to each of these tokens that has not got the same already. Lock the tokens first. */
export async function insertControls(
  client: PoolClient,
  ids: readonly string[],
  { type, evidence, evidencedAt, minutes }: ControlEvidence,
  { expiresAt, statedBy }: { expiresAt: Date; statedBy: string },
): Promise<void> {
  await client.query(
    `insert into control (id, type, token_id, evidence, evidenced_at, expires_at, minutes, stated_by)
     select s.id, $3, s.token_id, $4, $5, $6, $7, $8 from unnest($1::uuid[], $2::uuid[]) as s(id, token_id)
     where not exists (
       select from control c where c.token_id = s.token_id and c.type = $3 and c.evidence = $4 and c.evidenced_at = $5
         and c.minutes is not distinct from $7::real and c.stated_by = $8)`,
    [ids.map(() => uuid()), ids, type, evidence, evidencedAt, expiresAt, minutes ?? null, statedBy],
  )
}

/** Adds one leak to each of these tokens; told again of the same place and time, it brings the one that is there up to date. Lock the tokens first. */
export async function insertExposures(
  client: PoolClient,
  ids: readonly string[],
  leak: Leak,
  { by, at }: { by: string; at: Date },
): Promise<void> {
  await client.query(
    `insert into exposure (id, key, token_id, state, found_in, found_at, still_valid, matched_by, certainty, stated_by, recorded_at, told_at)
     select s.id, ${toldKey('s.token_id', '$4::text', '$5')}, s.token_id, $3, $4, $5, $6, 'by hand', 'stated', $7, $8, $8
     from unnest($1::uuid[], $2::uuid[]) as s(id, token_id)
     on conflict (key) do update set state = excluded.state, still_valid = excluded.still_valid, told_at = excluded.told_at`,
    [ids.map(() => uuid()), ids, leak.state, leak.foundIn, leak.foundAt, leak.stillValid, by, at],
  )
}

async function insertEvents(
  client: PoolClient,
  ids: readonly string[],
  kind: 'fact-stated' | 'fact-withdrawn',
  detail: object,
  { at, cause }: Pick<Cause, 'at' | 'cause'>,
): Promise<void> {
  await client.query(
    `insert into event (id, token_id, source_id, kind, at, cause, detail)
     select e.id, t.id, t.source_id, $3, $4, $5, $6::jsonb from unnest($1::uuid[], $2::uuid[]) as e(id, token_id) join token t on t.id = e.token_id
     on conflict (token_id, kind, cause) do update set detail = excluded.detail`,
    [ids.map(() => uuid()), ids, kind, at, cause, JSON.stringify(detail)],
  )
}

function inText(value: StatedFact['value']): string {
  if (typeof value !== 'object') return String(value)
  return 'level' in value ? `${value.level}.${value.reach}` : value.join(', ')
}
