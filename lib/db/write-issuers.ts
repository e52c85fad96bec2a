import type { PoolClient } from 'pg'
import { providerOf } from '../model/how.ts'
import type { Score } from '../model/score.ts'
import type { IssuerSighting } from '../model/sighting.ts'
import { identityKeysOf } from '../model/workload-identity.ts'
import type { Breadth } from '../model/grant.ts'
import { kindPatterns } from './kind-patterns.ts'

/** An issuer to write, scored by what it mints. */
export type IssuerWrite = {
  id: string
  issuer: IssuerSighting
  observed: string
  fingerprint: string
  permissionHash: string | null
  worst: Breadth | null
  score: Score
}

/** Fingerprints of the issuers of a source that are there and were not missing, by external id. */
export async function issuerFingerprints(
  client: PoolClient,
  sourceId: string,
  externalIds: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await client.query<{ externalId: string; fingerprint: string }>(
    `select external_id as "externalId", fingerprint from issuer where source_id = $1 and external_id = any($2) and missing_since is null`,
    [sourceId, externalIds],
  )
  return new Map(rows.map((row) => [row.externalId, row.fingerprint]))
}

/** Writes issuers, in the caller's transaction; written twice they are the same. Answers with how many were not known before. */
export async function writeIssuers(client: PoolClient, sourceId: string, writes: readonly IssuerWrite[], at: Date): Promise<number> {
  const rows = writes.map(({ id, issuer, observed, fingerprint, permissionHash, worst, score }) => ({
    id,
    external_id: issuer.externalId,
    provider: providerOf(issuer.kind),
    kind: issuer.kind,
    name: issuer.name,
    mints: issuer.mints,
    minted_binding: issuer.mintedBinding,
    max_life_seconds: issuer.maxLifeSeconds === 'not-reported' ? null : Math.round(issuer.maxLifeSeconds),
    trusts: issuer.trusts,
    permission_hash: permissionHash,
    level: worst?.level ?? null,
    reach: worst?.reach ?? null,
    observed: JSON.parse(observed) as object,
    fingerprint,
    verdict: score.verdict,
    risk: score.risk,
    reasons: score.reasons,
    model: score.model,
    identity_keys: identityKeysOf(issuer),
  }))
  // A row that was only updated carries the id of the transaction that locked it.
  const { rows: written } = await client.query<{ fresh: boolean }>(
    `insert into issuer (id, source_id, external_id, provider, kind, name, mints, minted_binding, max_life_seconds, trusts, permission_hash,
       level, reach, observed, fingerprint, verdict, risk, reasons, model, identity_keys, first_seen_at, changed_at)
     select r.id, $2, r.external_id, r.provider, r.kind, r.name, r.mints, r.minted_binding, r.max_life_seconds, r.trusts, r.permission_hash,
       r.level, r.reach, r.observed, r.fingerprint, r.verdict, r.risk, r.reasons, r.model, r.identity_keys, $3, $3
     from jsonb_to_recordset($1::jsonb) as r(id uuid, external_id text, provider text, kind text, name text, mints text, minted_binding text,
       max_life_seconds int, trusts text[], permission_hash text, level smallint, reach smallint, observed jsonb, fingerprint text,
       verdict text, risk smallint, reasons text[], model text, identity_keys text[])
     on conflict (source_id, external_id) do update set kind = excluded.kind, name = excluded.name, mints = excluded.mints,
       minted_binding = excluded.minted_binding, max_life_seconds = excluded.max_life_seconds, trusts = excluded.trusts,
       permission_hash = excluded.permission_hash, level = excluded.level, reach = excluded.reach, observed = excluded.observed,
       fingerprint = excluded.fingerprint, verdict = excluded.verdict, risk = excluded.risk, reasons = excluded.reasons,
       model = excluded.model, identity_keys = excluded.identity_keys, changed_at = excluded.changed_at, missing_since = null, gone_at = null
     returning xmax = 0 as fresh`,
    [JSON.stringify(rows), sourceId, at],
  )
  return written.filter(({ fresh }) => fresh).length
}

/**
 * Issuers that a run did not see, but for the kinds that it left unread: noted as missing, and gone only where it saw everything, or all of the part
 * that they are of. Answers with how many went now.
 */
export async function noteAbsentIssuers(
  client: PoolClient,
  run: { id: string; sourceId: string },
  at: Date,
  gone: { rest: boolean; parts: ReadonlySet<string>; unread: readonly string[] },
): Promise<number> {
  // Nothing equals any of no parts, not even what is unknown: what belongs to none is asked for by itself.
  const isGone = `case when i.observed ->> 'part' is null then $4 else i.observed ->> 'part' = any($5) end`
  const { rows } = await client.query<{ went: boolean }>(
    `update issuer i set missing_since = coalesce(missing_since, $3), gone_at = case when ${isGone} then coalesce(gone_at, $3) else gone_at end
     where i.source_id = $2 and (i.missing_since is null or (${isGone} and i.gone_at is null)) and not (i.kind like any($6::text[]))
       and not exists (select 1 from staged s where s.run_id = $1 and s.see = 'issuer' and s.external_id = i.external_id)
     returning gone_at is not distinct from $3 as went`,
    [run.id, run.sourceId, at, gone.rest, [...gone.parts], kindPatterns(gone.unread)],
  )
  return rows.filter(({ went }) => went).length
}
