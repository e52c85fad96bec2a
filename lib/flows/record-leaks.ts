import type { PoolClient } from 'pg'
import { leakCandidates } from '../db/leak-candidates.ts'
import { lockIds } from '../db/chosen-tokens.ts'
import { lockLeaks, writeLeaks, type KnownLeak, type MatchedLeak } from '../db/write-leaks.ts'
import { exposureState, matchOf, type Match } from '../exposure/match.ts'
import { earliest } from '../exposure/gather.ts'
import { nextUnmatched, setMatches } from '../db/unmatched-leaks.ts'
import { tokenNames } from '../db/token-names.ts'
import type { Certainty, LeakSighting, ShownMatch } from '../model/leak.ts'
import { firstId } from './reappraise.ts'

/** How many leaks of a report would be, or were, matched how surely. */
export type MatchCounts = { leaks: number; known: number; certain: number; likely: number; possible: number; none: number; several: number }

export type Recorded = { counts: MatchCounts; tokenIds: string[]; matches: readonly ShownMatch[] }

/** So many are told one by one, the surest first: what more there are is counted. */
const mostShown = 50

/**
 * Matches leaks to tokens and writes them, in the caller's transaction; it appraises nothing. Answers with the tokens that are to be
 * appraised again, which are locked, with how surely leaks were matched, and with the surest of these matches.
 */
export async function recordLeaks(client: PoolClient, leaks: readonly LeakSighting[], statedBy: string, at: Date): Promise<Recorded> {
  const candidates = await leakCandidates(client, leaks)
  const known = await lockLeaks(
    client,
    leaks.map(({ key }) => key),
  )
  const counts: MatchCounts = { leaks: leaks.length, known: 0, certain: 0, likely: 0, possible: 0, none: 0, several: 0 }
  const several = new Set<string>()
  const matched = leaks.map((leak): MatchedLeak => {
    const match = matchOf(candidates.get(leak.key) ?? [])
    const before = known.get(leak.key)
    count(counts, match, before)
    if (match.among > 1) several.add(leak.key)
    const { tokenId, proposedId, by, certainty } = match
    return {
      leak: before ? together(leak, before) : { ...leak, places: earliest(leak.places) },
      state: exposureState(leak, certainty),
      tokenId,
      proposedId,
      by,
      certainty,
    }
  })
  const tokenIds = [...new Set(matched.flatMap(({ tokenId }) => tokenId ?? []))].sort()
  await lockIds(client, tokenIds)
  await writeLeaks(client, matched, statedBy, at)
  return { counts, tokenIds, matches: await shown(client, matched, several) }
}

const surestFirst: readonly Certainty[] = ['stated', 'certain', 'likely', 'possible', 'none']

async function shown(client: PoolClient, matched: readonly MatchedLeak[], several: ReadonlySet<string>): Promise<ShownMatch[]> {
  const first = matched
    .toSorted((one, other) => surestFirst.indexOf(one.certainty) - surestFirst.indexOf(other.certainty))
    .slice(0, mostShown)
  const names = await tokenNames(
    client,
    first.flatMap(({ tokenId, proposedId }) => tokenId ?? proposedId ?? []),
  )
  return first.map(({ leak, tokenId, proposedId, certainty }) => {
    const id = tokenId ?? proposedId
    const token = id ? { id, name: names.get(id) ?? id } : null
    return { foundIn: leak.places[0]?.in ?? '', places: leak.placeCount, certainty, token, several: several.has(leak.key) }
  })
}

function count(counts: MatchCounts, { certainty, among }: Match, before: KnownLeak | undefined): void {
  if (before) counts.known += 1
  if (certainty === 'certain' || certainty === 'stated') counts.certain += 1
  else if (certainty === 'likely') counts.likely += 1
  else if (certainty === 'possible') counts.possible += 1
  else if (among > 1) counts.several += 1
  else counts.none += 1
}

/** A leak that is told again lies where it lay before as well. */
function together(leak: LeakSighting, before: KnownLeak): LeakSighting {
  const fresh = leak.places.filter((place) => !before.places.some((one) => one.in === place.in))
  const placeCount = Math.max(before.placeCount + (before.places.length < 20 ? fresh.length : 0), leak.placeCount)
  return { ...leak, places: earliest([...before.places, ...fresh]), placeCount }
}

const sliceSize = 1_000

/**
 * Looks again at what nobody has matched: its token may have come into the inventory since, or the same secret been matched elsewhere.
 * Answers with the tokens that are to be appraised again, which are locked.
 */
export async function matchAgain(client: PoolClient): Promise<string[]> {
  const found: string[] = []
  for (let after = firstId; ;) {
    const leaks = await nextUnmatched(client, after, sliceSize)
    const last = leaks.at(-1)
    if (!last) return found
    const candidates = await leakCandidates(client, leaks)
    const matches = leaks.flatMap(({ id, key, proposedId: proposed, secretSeen, stillValid }) => {
      const { tokenId, proposedId, by, certainty } = matchOf(candidates.get(key) ?? [])
      if (tokenId === null && proposedId === proposed) return []
      return [{ id, tokenId, proposedId, by, certainty, state: exposureState({ secretSeen, stillValid }, certainty) }]
    })
    const tokenIds = [...new Set(matches.flatMap(({ tokenId }) => tokenId ?? []))].sort()
    await lockIds(client, tokenIds)
    if (matches.length > 0) await setMatches(client, matches)
    found.push(...tokenIds)
    after = last.id
  }
}
