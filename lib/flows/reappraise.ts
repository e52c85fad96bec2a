import type { Pool, PoolClient } from 'pg'
import { readRules } from '../db/known.ts'
import { lockTokens, readTokens, type LockedToken } from '../db/lock-tokens.ts'
import { nextSelected, type Selection } from '../db/select-tokens.ts'
import { shareDirectory } from '../db/lock-directory.ts'
import { patientTransaction } from '../db/transaction.ts'
import { writeTokens, type Cause, type TokenWrite } from '../db/write-tokens.ts'
import { canonical } from '../model/observed.ts'
import type { Rule } from '../model/rule.ts'
import { appraise, type Statement } from './appraise.ts'

export const firstId = '00000000-0000-0000-0000-000000000000'
const sliceSize = 2_000

/**
 * Appraises again the tokens that a change touches, in the caller's transaction: nothing was seen anew, but what is known of
 * them may have changed. Writes only rows that differ. Answers with how many were looked at and how many changed.
 */
export async function reappraise(
  client: PoolClient,
  selection: Selection,
  cause: Cause,
  statement: Statement = {},
): Promise<{ seen: number; changed: number }> {
  return inSlices(client, selection, async (ids) => reappraiseSlice(client, ids, await readRules(client), cause, statement))
}

/** The same where no single transaction is wanted: a transaction a slice, and `proof` inside each may refuse it by throwing. */
export async function reappraiseInSlices(
  pool: Pool,
  selection: Selection,
  cause: Cause,
  proof: (client: PoolClient) => Promise<void> = async () => undefined,
): Promise<{ seen: number; changed: number }> {
  return inSlices(pool, selection, (ids) =>
    patientTransaction(pool, async (client) => {
      await shareDirectory(client)
      const changed = await reappraiseSlice(client, ids, await readRules(client), cause, {})
      await proof(client)
      return changed
    }),
  )
}

async function inSlices(client: Pool | PoolClient, selection: Selection, work: (ids: readonly string[]) => Promise<number>) {
  let [seen, changed] = [0, 0]
  for (const part of partsOf(selection)) {
    for (let after = firstId; ;) {
      const ids = await nextSelected(client, part, after, sliceSize)
      const last = ids.at(-1)
      if (!last) break
      changed += await work(ids)
      seen += ids.length
      after = last
    }
  }
  return { seen, changed }
}

/** A list of a million ids is not sent with each of its slices: it is looked through in lists of a slice's size. */
function* partsOf(selection: Selection): Iterable<Selection> {
  if (!('ids' in selection)) return void (yield selection)
  const ids = [...new Set(selection.ids)].sort()
  for (let from = 0; from < ids.length; from += sliceSize) yield { ...selection, ids: ids.slice(from, from + sliceSize) }
}

/** Looks without locking first: most of a wide selection is as it should be, and a lock is a write. */
async function reappraiseSlice(
  client: PoolClient,
  ids: readonly string[],
  rules: readonly Rule[],
  cause: Cause,
  statement: Statement,
): Promise<number> {
  const glance = await differing(client, await readTokens(client, ids), rules, cause, statement)
  if (glance.length === 0) return 0
  const writes = await differing(
    client,
    await lockTokens(
      client,
      glance.map((write) => write.id),
    ),
    rules,
    cause,
    statement,
  )
  await writeTokens(client, writes, cause)
  return writes.length
}

/** What an appraisal by these rules would write: nothing is locked and nothing is written. */
export async function differing(
  client: PoolClient,
  tokens: readonly LockedToken[],
  rules: readonly Rule[],
  cause: Cause,
  statement: Statement,
): Promise<TokenWrite[]> {
  const appraisals = tokens.map((before) => ({
    sourceId: before.sourceId,
    before,
    sighting: before.sighting,
    observed: canonical(before.sighting),
    fingerprint: before.fingerprint,
    statement,
    look: { how: 'as-is' as const },
  }))
  const writes = await appraise(client, appraisals, rules, cause.at)
  return writes.filter((write, i) => statement.restated || differs(write, tokens[i]))
}

/** Whether writing it would change the row: what is scored, what follows, or whose it is. */
function differs({ after, permissionHash }: TokenWrite, before: LockedToken | undefined): boolean {
  return (
    !before ||
    before.state !== after.state ||
    before.vector !== after.score.vector ||
    before.model !== after.score.model ||
    before.verdict !== after.score.verdict ||
    before.risk !== after.score.risk ||
    before.permissionHash !== permissionHash ||
    before.ownerId !== after.ownerId ||
    before.ownerHow !== after.ownerHow ||
    before.workloadId !== after.workloadId ||
    before.workloadHow !== after.workloadHow ||
    before.statedFacts.join() !== after.statedFacts.join() ||
    (before.nextChangeAt?.getTime() ?? null) !== (after.nextChangeAt?.getTime() ?? null)
  )
}
