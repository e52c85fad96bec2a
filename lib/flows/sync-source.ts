import { beginMerging, closeRun, noteUnseen } from '../db/close-run.ts'
import { Cancelled, Fenced } from '../db/fence.ts'
import { readSource } from '../db/read-source.ts'
import { readRun, startRun, type OpenRun } from '../db/start-run.ts'
import { keepWholeParts, partsOfRun } from '../db/run-parts.ts'
import { isConnectionLoss, transaction } from '../db/transaction.ts'
import { connectorOf } from '../connectors/registry.ts'
import { goneRule } from '../ingest/gone-rule.ts'
import { AppError } from '../model/app-error.ts'
import type { Run, RunState, Source } from '../model/source.ts'
import { endExceptions } from './exceptions.ts'
import { settleExposures } from './exposures.ts'
import { lookAtPlans } from './look-at-plans.ts'
import { mergeRun } from './merge-run.ts'
import { noteUnlooked } from './note-unlooked.ts'
import { openCredential } from './open-credential.ts'
import { stageRun } from './stage-run.ts'
import { suggestOwners } from './suggest-owners.ts'
import { keepToday } from './take-snapshot.ts'
import type { World } from './world.ts'

/**
 * One sync of one source, from first call to last row: read everything into staging, merge what differs, then close. A run that
 * a killed worker left is taken over where it stood. `input` is the file, for a source that is one: it is read from its beginning,
 * whatever an earlier import left. Answers with the run as it ended; throws only where the database went away (the same call
 * continues later) or the source is not there.
 */
export async function syncSource(
  sourceId: string,
  world: World,
  options: { requestedBy: string; input?: AsyncIterable<Uint8Array> },
): Promise<Run> {
  const started = performance.now()
  const source = await readSource(world.db, sourceId)
  const { requestedBy, input } = options
  const run = await startRun(world.db.pool, source, { now: world.now, requestedBy, afresh: input !== undefined })
  const end = await outcomeOf(source, run, world, input)
  if (end !== 'fenced') await closeRun(world.db.pool, run, { ...end, at: new Date(world.now.getTime() + performance.now() - started) })
  // Suggestions follow from what was written; a run is no worse for them, and whoever syncs next makes them anew.
  await suggestOwners(world).catch((error: unknown) => world.log.warn({ run: run.id, err: error }, 'owners could not be suggested'))
  // A leak's end follows from it as well.
  await settleExposures(world).catch((error: unknown) => world.log.warn({ run: run.id, err: error }, 'leaks could not be settled'))
  // What was written may void what was accepted, and its plans then go on: before they are looked at.
  await endExceptions(world).catch((error: unknown) => world.log.warn({ run: run.id, err: error }, 'exceptions could not be ended'))
  // A plan's proofs follow from it too: what this look cannot write, the next run's look does.
  await lookAtPlans(world, { sourceId }).catch((error: unknown) =>
    world.log.warn({ run: run.id, err: error }, 'plans could not be looked at'),
  )
  // The first whole look at a day is the day's; what this one cannot keep, the hourly job does.
  await keepToday(world).catch((error: unknown) => world.log.warn({ run: run.id, err: error }, 'the day could not be counted'))
  return readRun(world.db.pool, run.id)
}

async function outcomeOf(
  source: Source,
  run: OpenRun,
  world: World,
  input: AsyncIterable<Uint8Array> | undefined,
): Promise<{ state: Exclude<RunState, 'running'>; problem: string | null } | 'fenced'> {
  try {
    const connector = await connectorOf(source.kind)
    const settings = connector.settings.parse(source.settings)
    if (run.phase === 'reading') {
      const credential = connector.credential.parse(await openCredential(world, source))
      await stageRun(connector, settings, credential, run, world, input)
      await beginMerging(world.db.pool, run)
    }
    const { gaps: told } = await readRun(world.db.pool, run.id)
    const parts = await partsOfRun(world.db.pool, run.id)
    const unread = connector.leavesUnread?.(settings) ?? []
    const seesEverything = connector.seesEverything?.(settings) ?? true
    const gaps = seesEverything || parts.length > 0 ? await noteUnlooked(world, run, { gaps: told, parts, unread }) : told
    const gone = goneRule({ gaps, parts, seesEverything, unread })
    await transaction(world.db.pool, (client) => keepWholeParts(client, run, [...gone.parts]))
    await mergeRun(source, run, world, gone)
    // The merge may have found something that does not fit, too.
    const { gaps: all } = await readRun(world.db.pool, run.id)
    if (all.length > 0 || parts.length > 0) await noteUnseen(world.db.pool, run)
    return { state: all.length === 0 ? 'complete' : 'partial', problem: null }
  } catch (error) {
    if (error instanceof Fenced) return 'fenced'
    if (error instanceof Cancelled) return { state: 'cancelled', problem: 'Cancelled.' }
    // The database went away, or we are being stopped: the run stays open, and whoever comes next continues it.
    if (isConnectionLoss(error) || world.signal.aborted) throw error
    // What was written for people stands in the run; a log of its own is for what nobody foresaw.
    if (error instanceof AppError) world.log.info({ source: source.id, run: run.id, code: error.code }, 'sync failed; the run says why')
    else world.log.error({ source: source.id, run: run.id, err: error }, 'sync failed')
    return { state: 'failed', problem: wordsOf(error, run) }
  }
}

/** What a person may be told. An error of ours that was not written for people says only where to look. */
function wordsOf(error: unknown, { phase }: OpenRun): string {
  if (!(error instanceof AppError)) {
    const kept = phase === 'reading' ? 'Nothing of this run was kept.' : 'What it had merged by then stays; the next run does the rest.'
    return `Standdown failed here; the log has the details under this run’s id. ${kept}`
  }
  const issues = error.issues.slice(0, 20).map(({ where, what }) => `${where}: ${what}`)
  const more = error.issues.length > issues.length ? [`…and ${error.issues.length - issues.length} more.`] : []
  return [error.message, ...issues, ...more].join('\n')
}
