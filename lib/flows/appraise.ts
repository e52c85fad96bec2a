import type { PoolClient } from 'pg'
import { readDirectory, readKnowledge, type Knowledge } from '../db/known.ts'
import type { LockedToken } from '../db/lock-tokens.ts'
import { currentPolicy } from '../db/policy.ts'
import { readDocuments, readRatings, writeRatings, type KeptRating } from '../db/ratings.ts'
import type { TokenWrite } from '../db/write-tokens.ts'
import { changesOf, matters } from '../ingest/change.ts'
import { handleOf, matchOwner, matchWorkload, type Assigned } from '../ingest/match.ts'
import type { DuePolicy } from '../model/policy.ts'
import type { Rule } from '../model/rule.ts'
import type { Permissions, Sighting } from '../model/sighting.ts'
import type { Assessed, AssignedHow, Known } from '../model/token.ts'
import { v7 as uuid } from 'uuid'
import { clockAfter } from '../retirement/act-by.ts'
import { assess } from '../score/assess.ts'
import { dataVersion, permissionHash, rate } from '../score/scope/rate.ts'

/**
 * What a person states of a token; null takes the statement back, and rules and hints decide again. `restated`: they stated a
 * fact of it or took one back, which belongs in its history whatever the score makes of it.
 */
export type Statement = { ownerId?: string | null; workloadId?: string | null; restated?: boolean }

/** One token to appraise: what is there, what was seen now, and how it was seen. */
export type Appraisal = {
  sourceId: string
  before: LockedToken | null
  sighting: Sighting
  observed: string
  fingerprint: string
  /** `seen` by this run; `absent` from a complete one; `as-is`: nobody looked, only what we know of it may have changed. */
  statement?: Statement
  look: { how: 'seen' } | { how: 'absent'; runId: string; since: Date } | { how: 'as-is' }
}

/**
 * Appraises a slice of tokens, the same way whether a sync, an edit or the clock asks: whose they are, what they may do, what
 * protects them, and what follows. Reads what is known in a few queries for the whole slice; writes only new ratings.
 */
export async function appraise(client: PoolClient, slice: readonly Appraisal[], rules: readonly Rule[], now: Date): Promise<TokenWrite[]> {
  const directory = await readDirectory(
    client,
    rules,
    slice.flatMap(({ sighting }) => sighting.ownerHints.map(handleOf)),
    slice.flatMap(({ sighting }) => sighting.workloadHint?.toLowerCase() ?? []),
  )
  const assigned = slice.map(({ sighting, sourceId, before, statement }) => ({
    owner: matchOwner(sighting, sourceId, held(before?.ownerId, before?.ownerHow, statement?.ownerId), directory),
    workload: matchWorkload(sighting, sourceId, held(before?.workloadId, before?.workloadHow, statement?.workloadId), directory),
  }))
  const knowledge = await readKnowledge(client, {
    tokens: slice.flatMap(({ before }) => before?.id ?? []),
    owners: distinct(assigned.flatMap(({ owner }) => owner?.id ?? [])),
    workloads: distinct(assigned.flatMap(({ workload }) => workload?.id ?? [])),
    sources: distinct(slice.map(({ sourceId }) => sourceId)),
  })
  const ratings = await ratingsOf(
    client,
    slice.map(({ sighting }) => sighting.permissions),
  )
  // After the caller's locks: what is written by the policy before is then found and counted again.
  const policy = (await currentPolicy(client)).values
  return slice.map((item, i) => {
    const { owner = null, workload = null } = assigned[i] ?? {}
    const hash = hashOf(item.sighting.permissions)
    const rating = hash ? ratings.get(hash) : undefined
    const gone = item.look.how === 'absent' || (item.look.how === 'as-is' && item.before?.state === 'gone')
    const assignment = {
      ownerId: owner?.id ?? null,
      ownerHow: owner?.how ?? null,
      workloadId: workload?.id ?? null,
      workloadHow: workload?.how ?? null,
    }
    const after = assess(item.sighting, knownOf(item, assignment, knowledge, rating, gone), rating?.worst ?? null, assignment, now)
    return writeOf(item, after, hash, now, policy)
  })
}

/**
 * The ratings of these permissions by hash: those that are kept, if their data is of today, and new ones for the rest, with
 * their documents read once.
 */
export async function ratingsOf(client: PoolClient, permissions: readonly Permissions[]): Promise<Map<string, KeptRating>> {
  const stated = new Map(permissions.flatMap((one) => (one === 'not-reported' ? [] : [[permissionHash(one), one] as const])))
  const ratings = await readRatings(client, [...stated.keys()])
  const missing = [...stated].filter(([hash, one]) => ratings.get(hash)?.dataVersion !== dataVersion(one.scheme))
  const documents = await readDocuments(client, distinct(missing.flatMap(([, one]) => one.documents ?? [])))
  const added = missing.map(([hash, one]) => {
    const rating = rate(one, (document) => documents.get(document))
    return { hash, scheme: one.scheme, stated: one.stated, documents: one.documents ?? [], rating }
  })
  await writeRatings(client, added)
  for (const { hash, rating } of added)
    ratings.set(hash, {
      worst: rating.breadth === 'not-reported' ? null : rating.breadth,
      breadths: rating.breadths,
      dataVersion: rating.dataVersion,
    })
  return ratings
}

/** The content address of permissions that are stated; null where none are. */
export function hashOf(permissions: Permissions): string | null {
  return permissions === 'not-reported' ? null : permissionHash(permissions)
}

function held(id: string | null | undefined, how: AssignedHow | null | undefined, stated: string | null | undefined): Assigned {
  if (stated !== undefined) return stated === null ? null : { id: stated, how: 'stated' }
  return id && how ? { id, how } : null
}

function knownOf(
  { before, sourceId }: Appraisal,
  { ownerId, workloadId }: { ownerId: string | null; workloadId: string | null },
  knowledge: Knowledge,
  rating: KeptRating | undefined,
  gone: boolean,
): Known {
  const reaching = [before?.id, workloadId, sourceId].flatMap((id) => (id ? (knowledge.controls.get(id) ?? []) : []))
  return {
    owner: (ownerId && knowledge.owners.get(ownerId)) || null,
    workload: (workloadId && knowledge.workloads.get(workloadId)) || null,
    breadth: rating?.worst ? rating.breadths : 'not-reported',
    controls: reaching,
    exposures: (before && knowledge.exposures.get(before.id)) || [],
    stated: (before && knowledge.stated.get(before.id)) || [],
    gone,
  }
}

function writeOf(item: Appraisal, after: Assessed, permissionHash: string | null, now: Date, policy: DuePolicy): TokenWrite {
  const { before, look } = item
  const absence =
    look.how === 'seen'
      ? { missingSince: null, absentRuns: 0, lastAbsentRun: null }
      : look.how === 'absent'
        ? { missingSince: before?.missingSince ?? look.since, absentRuns: (before?.absentRuns ?? 0) + 1, lastAbsentRun: look.runId }
        : { missingSince: before?.missingSince ?? null, absentRuns: before?.absentRuns ?? 0, lastAbsentRun: before?.lastAbsentRun ?? null }
  const { verdict, reasons, controlsMissing } = after.score
  const urgency = { verdict, reason: reasons[0], exposure: after.facts.exposure, controlsMissing: controlsMissing.length }
  const changes = changesOf(before, after)
  return {
    id: before?.id ?? uuid(),
    sourceId: item.sourceId,
    after,
    observed: item.observed,
    fingerprint: item.fingerprint,
    permissionHash,
    ...clockAfter(before, urgency, now, policy),
    firstSeenAt: before?.firstSeenAt ?? now,
    returnedAt: changes.some(({ kind }) => kind === 'returned') ? now : (before?.returnedAt ?? null),
    ...absence,
    changes,
    matters: item.statement?.restated === true || matters(before, after),
  }
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)]
}
