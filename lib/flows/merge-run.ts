import type { PoolClient } from 'pg'
import { advance } from '../db/fence.ts'
import { countRun } from '../db/count-run.ts'
import { readRules } from '../db/known.ts'
import { lockTokens } from '../db/lock-tokens.ts'
import type { Selection } from '../db/select-tokens.ts'
import { nextAbsentTokens, nextChangedTokens, nextEndedTokens, nextStaged, type StagedChange } from '../db/staged-slices.ts'
import type { OpenRun } from '../db/start-run.ts'
import { shareDirectory } from '../db/lock-directory.ts'
import { patientTransaction } from '../db/transaction.ts'
import { writeControls, writeExposures, type Reached } from '../db/write-controls.ts'
import { linkOwners, writeOwners, writeWorkloads } from '../db/write-directory.ts'
import { writeTokens, type TokenWrite } from '../db/write-tokens.ts'
import { isGoneBy, type GoneRule } from '../ingest/gone-rule.ts'
import type { LeakSighting } from '../model/leak.ts'
import type { RunCounts, Source } from '../model/source.ts'
import type { ExposureSighting, Gap, OwnerSighting, WorkloadSighting } from '../model/sighting.ts'
import { canonical, revive, type Observed } from '../model/observed.ts'
import { appraise } from './appraise.ts'
import { mergeIssuers } from './merge-issuers.ts'
import { recordLeaks } from './record-leaks.ts'
import { firstId, reappraiseInSlices } from './reappraise.ts'
import type { World } from './world.ts'

const sliceSize = 1_000

/**
 * Merges what a run staged into the inventory, in slices that may each be done twice with the effect of once: first who and
 * what there is (owners, workloads), then tokens and issuers, then what exposes or protects them. What it did not see is gone as far as
 * `told` says so, and nothing is where the merge itself finds what does not fit: such a run is not whole. Throws Fenced or Cancelled.
 */
export async function mergeRun(source: Source, run: OpenRun, world: World, told: GoneRule): Promise<void> {
  const merge = { source, run, world, cause: { cause: run.id, runId: run.id, at: run.startedAt } }
  const directory = await mergeDirectory(merge)
  await mergeTokens(merge)
  const leaks = await mergeLeaks(merge)
  const gone = leaks.unmatched ? { ...told, rest: false, parts: new Set<string>() } : told
  await mergeIssuers(source, run, world, gone)
  // What its provider said is over needs no whole run to be believed.
  await markEnded(merge)
  if (gone.rest || gone.parts.size > 0) await markAbsent(merge, gone)
  const reached = await slice(merge, async (client) => ({ result: await writeControls(client, run, gone.rest) }))
  await reappraiseReached(merge, directory, { ...reached, tokenIds: [...reached.tokenIds, ...leaks.tokenIds] })
}

type Merge = { source: Source; run: OpenRun; world: World; cause: { cause: string; runId: string; at: Date } }

/** One slice: its work, its counts and the proof that the run is still ours, in one transaction. */
async function slice<T>(
  { world, run }: Merge,
  work: (client: PoolClient) => Promise<{ result: T; merged?: number; counts?: Partial<RunCounts> }>,
): Promise<T> {
  return patientTransaction(world.db.pool, async (client) => {
    await shareDirectory(client)
    const { result, merged = 0, counts = {} } = await work(client)
    await countRun(client, run.id, counts)
    await advance(client, run, { merged })
    return result
  })
}

async function mergeTokens(merge: Merge): Promise<void> {
  for (let after = ''; ;) {
    const changed = await nextChangedTokens(merge.world.db.pool, merge.run, after, sliceSize)
    const last = changed.at(-1)
    if (!last) return
    await slice(merge, async (client) => {
      const before = new Map(
        (
          await lockTokens(
            client,
            changed.flatMap(({ tokenId }) => tokenId ?? []),
          )
        ).map((token) => [token.externalId, token]),
      )
      const writes = await appraise(
        client,
        changed.map((staged) => seen(staged, merge.source.id, before.get(staged.externalId) ?? null)),
        await readRules(client), // after the locks: somebody may have changed them since the slice before
        merge.cause.at,
      )
      await writeTokens(client, writes, merge.cause)
      return { result: undefined, merged: changed.length, counts: countsOf(writes) }
    })
    after = last.externalId
  }
}

function seen({ payload, fingerprint }: StagedChange, sourceId: string, before: Awaited<ReturnType<typeof lockTokens>>[number] | null) {
  const sighting = revive(payload as Observed)
  return { sourceId, before, sighting, observed: canonical(payload as object), fingerprint, look: { how: 'seen' as const } }
}

function countsOf(writes: readonly TokenWrite[]): Partial<RunCounts> {
  const having = (kind: string) => writes.filter(({ changes }) => changes.some((change) => change.kind === kind)).length
  const [fresh, returned, gone] = [having('first-seen'), having('returned'), having('gone')]
  const changed = writes.filter(({ changes, matters }) => changes.length > 0 || matters).length - fresh - returned - gone
  return { new: fresh, returned, gone, changed }
}

/** Tokens that were asked for by name, and of which their provider said that they are over. */
async function markEnded(merge: Merge): Promise<void> {
  for (let after = firstId; ;) {
    const ids = await nextEndedTokens(merge.world.db.pool, merge.run, after, sliceSize)
    const last = ids.at(-1)
    if (!last) return
    await markGone(merge, ids)
    after = last
  }
}

/** Tokens that a run did not see, though it read all there is, or all of the part that they are of: once is gone, twice is proved. */
async function markAbsent(merge: Merge, gone: GoneRule): Promise<void> {
  for (let after = firstId; ;) {
    const absent = await nextAbsentTokens(merge.world.db.pool, merge.run, { after, limit: sliceSize, unread: gone.unread })
    const last = absent.at(-1)
    if (!last) return
    const ids = absent.filter(({ part }) => isGoneBy(gone, part)).map(({ id }) => id)
    if (ids.length > 0) await markGone(merge, ids)
    after = last.id
  }
}

async function markGone(merge: Merge, ids: readonly string[]): Promise<void> {
  await slice(merge, async (client) => {
    const locked = await lockTokens(client, ids)
    const look = { how: 'absent' as const, runId: merge.run.id, since: merge.run.startedAt }
    const absent = locked.map((before) => ({
      sourceId: before.sourceId,
      before,
      sighting: before.sighting,
      observed: canonical(before.sighting),
      fingerprint: before.fingerprint,
      look,
    }))
    const writes = await appraise(client, absent, await readRules(client), merge.cause.at)
    await writeTokens(client, writes, merge.cause)
    return { result: undefined, counts: countsOf(writes) }
  })
}

/** Owners and workloads of a file. Answers with the ids that changed in what a score or a match depends on. */
async function mergeDirectory(merge: Merge): Promise<{ owners: string[]; workloads: string[] }> {
  const owners = await eachStaged(merge, 'owner', (client, rows) => writeOwners(client, rows as OwnerSighting[], merge.source.demo))
  // Teams and managers may stand further down in the file than those who name them.
  await eachStaged(merge, 'owner', async (client, rows) => (await linkOwners(client, rows as OwnerSighting[]), []))
  const workloads = await eachStaged(merge, 'workload', (client, rows) =>
    writeWorkloads(client, rows as WorkloadSighting[], merge.source.demo),
  )
  return { owners, workloads }
}

/** Answers with the tokens that leaked, and whether a leak is of a token that nobody has. */
async function mergeLeaks(merge: Merge): Promise<{ tokenIds: string[]; unmatched: boolean }> {
  let lacking = false
  const leaks = await eachStaged(merge, 'exposure', async (client, rows) => {
    const { tokenIds, unmatched } = await writeExposures(client, merge.source.id, rows.map(reviveExposure), merge.cause.at)
    if (unmatched > 0) await advance(client, merge.run, { gaps: JSON.stringify([unmatchedLeaks(unmatched)]) })
    lacking ||= unmatched > 0
    return tokenIds
  })
  // What a finder tells without a token's id is matched by what is known of it; one that matches nothing is kept, for people to match.
  const found = await eachStaged(merge, 'leak', async (client, rows) => {
    const told = rows.map((row) => reviveLeak(row, merge.source.id))
    return (await recordLeaks(client, told, `run:${merge.source.id}`, merge.cause.at)).tokenIds
  })
  return { tokenIds: [...leaks, ...found], unmatched: lacking }
}

/** A leak of a token that we do not have is not nothing: the run says so, and is partial. */
function unmatchedLeaks(count: number): Gap {
  const many = count === 1 ? 'One leak names a token' : `${count} leaks name tokens`
  const says = `${many} that no source shows, or that several show. Nothing is taken as gone. Once the token is here, import the leaks again.`
  return { object: 'leaks', call: 'matching by the provider’s id', why: 'inconsistent', says }
}

/** Whatever the change of owners, workloads, controls and leaks reaches, in this source or any other. */
async function reappraiseReached(merge: Merge, directory: { owners: string[]; workloads: string[] }, reached: Reached): Promise<void> {
  const again = (selection: Selection) =>
    reappraiseInSlices(merge.world.db.pool, selection, merge.cause, (client) => advance(client, merge.run, {}))
  // What had changed before a merge was cut off is not known any more: look at all, which writes only what differs.
  if (merge.run.unsettled) return void (await again({ by: 'everything' }))
  if (directory.owners.length || directory.workloads.length) await again({ by: 'unstated' })
  if (directory.owners.length) await again({ by: 'owners', ids: directory.owners })
  const workloads = [...directory.workloads, ...reached.workloadIds]
  if (workloads.length) await again({ by: 'workloads', ids: workloads })
  if (reached.sourceId) await again({ by: 'source', id: reached.sourceId })
  if (reached.tokenIds.length) await again({ by: 'ids', ids: reached.tokenIds })
}

async function eachStaged(merge: Merge, see: string, write: (client: PoolClient, rows: object[]) => Promise<string[]>): Promise<string[]> {
  const ids: string[] = []
  for (let after = -1; ;) {
    const rows = await nextStaged(merge.world.db.pool, merge.run.id, see, after, sliceSize)
    const last = rows.at(-1)
    if (!last) return ids
    ids.push(
      ...(await slice(merge, async (client) => ({
        result: await write(
          client,
          rows.map((row) => row.payload as object),
        ),
      }))),
    )
    after = last.seq
  }
}

function reviveExposure(stored: object): ExposureSighting {
  const exposure = stored as ExposureSighting
  return { ...exposure, foundAt: new Date(exposure.foundAt) }
}

/** A leak's key is its source's own: two sources may number theirs alike. */
function reviveLeak(stored: object, sourceId: string): LeakSighting {
  const leak = stored as LeakSighting
  const places = leak.places.map((place) => ({ ...place, at: place.at && new Date(place.at) }))
  return { ...leak, key: `source:${sourceId}:${leak.key}`, foundAt: new Date(leak.foundAt), places }
}
