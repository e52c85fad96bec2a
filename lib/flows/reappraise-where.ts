import type { PoolClient } from 'pg'
import { matchSubjects, type MatchSubject } from '../db/match-subjects.ts'
import type { Cause } from '../db/write-tokens.ts'
import { handleOf } from '../ingest/match.ts'
import { reappraise } from './reappraise.ts'

const idsAtOnce = 2_000

/** The tokens of which this holds, looked for among all of them, a slice at a time. */
export async function idsWhere(client: PoolClient, test: (subject: MatchSubject) => boolean): Promise<string[]> {
  const ids: string[] = []
  for await (const slice of matchSubjects(client, 'everything')) for (const subject of slice) if (test(subject)) ids.push(subject.id)
  return ids
}

/** Appraises these tokens again in the caller's transaction; answers with how many changed. */
export async function reappraiseIds(client: PoolClient, ids: readonly string[], cause: Cause): Promise<number> {
  let sum = 0
  for (let at = 0; at < ids.length; at += idsAtOnce) {
    const { changed } = await reappraise(client, { by: 'ids', ids: ids.slice(at, at + idsAtOnce) }, cause)
    sum += changed
  }
  return sum
}

/** Appraises again what a provider says belongs to somebody by one of these names ("handle:github:octocat", "email:…"). */
export async function reappraiseNamed(client: PoolClient, names: readonly string[], cause: Cause): Promise<number> {
  if (names.length === 0) return 0
  const wanted = new Set(names)
  return reappraiseIds(client, await idsWhere(client, ({ ownerHints }) => ownerHints.some((hint) => wanted.has(handleOf(hint)))), cause)
}
