import { advance } from '../db/fence.ts'
import { unlookedParts } from '../db/staged-slices.ts'
import type { OpenRun } from '../db/start-run.ts'
import { transaction } from '../db/transaction.ts'
import type { PartRead } from '../ingest/gone-rule.ts'
import type { Gap } from '../model/sighting.ts'
import type { World } from './world.ts'

/** More parts than these are not told one by one: one gap more says that there are others. */
const mostParts = 200

/**
 * Writes into a run what it did not look at: parts that tokens are of and that it told nothing of. It is asked before anything is taken as
 * gone, since it makes the run partial. Answers with all gaps of the run. Throws Fenced or Cancelled.
 */
export async function noteUnlooked(
  { db }: World,
  run: OpenRun,
  { gaps, parts, unread }: { gaps: readonly Gap[]; parts: readonly PartRead[]; unread: readonly string[] },
): Promise<readonly Gap[]> {
  const told = new Set([...parts, ...gaps].map(({ part }) => part))
  // Where a gap is of no part, it may be the parts themselves that were not all listed.
  if (told.has(undefined)) return gaps
  const unlooked = await unlookedParts(db.pool, run, { told: [...told].flatMap((part) => part ?? []), unread, limit: mostParts + 1 })
  if (unlooked.length === 0) return gaps
  const more = unlooked.slice(0, mostParts).map(({ part, tokens }) => unlookedPart(part, tokens))
  const further = unlooked[mostParts]
  if (further) more.push(furtherParts(further.part))
  await transaction(db.pool, (client) => advance(client, run, { gaps: JSON.stringify(more) }))
  return [...gaps, ...more]
}

/** It is of the first of them: a gap of no part would keep what was deleted in parts that were read whole. */
function furtherParts(first: string): Gap {
  return {
    object: 'tokens of further parts',
    call: 'listing the parts of this source',
    why: 'capped',
    says: `More than ${mostParts} parts are not listed any more, and the others are not named here. Nothing of them is taken as gone either.`,
    part: first,
  }
}

/** A part that the provider lists no more: its tokens may work as ever. */
function unlookedPart(part: string, count: number): Gap {
  const many = count === 1 ? 'One token belongs' : `${count} tokens belong`
  const says = `${many} to ${part}, which is not listed any more, so that nobody looked at ${count === 1 ? 'it' : 'them'}. Nothing of it is taken as gone. Read it by a source of its own, or name it among what is left out.`
  return {
    object: `tokens of ${part}`.slice(0, 200),
    call: 'listing the parts of this source',
    why: 'not-found',
    says: says.slice(0, 1_000),
    part,
  }
}
