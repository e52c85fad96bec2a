import type { PoolClient } from 'pg'
import { matchSubjects, type MatchSubject, type Subjects } from '../db/match-subjects.ts'
import type { Cause } from '../db/write-tokens.ts'
import { handleOf } from '../ingest/match.ts'
import { reappraise } from './reappraise.ts'

/**
 * Appraises again, in the caller's transaction, the tokens of which this holds: looked for among `which` and written a slice at a
 * time, so that no list of all of them is held. Answers with how many changed.
 */
export async function reappraiseWhere(
  client: PoolClient,
  which: Subjects,
  holds: (subject: MatchSubject) => boolean,
  cause: Cause,
): Promise<number> {
  let sum = 0
  for await (const slice of matchSubjects(client, which)) {
    const ids = slice.filter(holds).map(({ id }) => id)
    sum += (await reappraise(client, { by: 'ids', ids }, cause)).changed
  }
  return sum
}

/** Appraises again what a provider says belongs to somebody by one of these names ("handle:github:octocat", "email:…"). */
export async function reappraiseNamed(client: PoolClient, names: readonly string[], cause: Cause): Promise<number> {
  if (names.length === 0) return 0
  const wanted = new Set(names)
  return reappraiseWhere(client, { names }, ({ ownerHints }) => ownerHints.some((hint) => wanted.has(handleOf(hint))), cause)
}

/** Appraises again what names a workload by one of these keys, whatever their case. */
export async function reappraiseHinted(client: PoolClient, keys: readonly string[], cause: Cause): Promise<number> {
  const workloadKeys = keys.map((key) => key.toLowerCase())
  const wanted = new Set(workloadKeys)
  return reappraiseWhere(client, { workloadKeys }, ({ workloadHint }) => wanted.has(workloadHint?.toLowerCase() ?? ''), cause)
}
