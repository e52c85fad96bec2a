import { AppError } from '../model/app-error.ts'
import { lockPlans } from '../db/plans.ts'
import { endTicketsToRead, writeEndReads } from '../db/ended-tokens.ts'
import { lockTicket, releaseTicket } from '../db/tickets.ts'
import { halfMade, ticketsToRead, writeReads, type TicketToRead } from '../db/tickets-to-read.ts'
import { markTrackerFailing, markTrackerRead, readTracker } from '../db/tracker.ts'
import { isConnectionLoss, patientTransaction } from '../db/transaction.ts'
import { CallError } from '../connectors/http/call-error.ts'
import type { Issue, TrackerRow } from '../model/ticket.ts'
import { actorOf, type Viewer } from '../model/viewer.ts'
import { jobPatience, type Jira } from '../tickets/client.ts'
import { batchSize, findMarked, OddAnswer, readIssue, readIssues } from '../tickets/issues.ts'
import { keepUnderLock, settleMs, urlOf } from './plan-ticket.ts'
import { firstId } from './reappraise.ts'
import { trackerJira, trackerOn } from './tracker.ts'
import type { World } from './world.ts'

const system = { kind: 'system', name: 'tickets' } as const
const minute = 60_000
const longestPauseMs = 24 * 60 * minute
/** Half-made issues that one run looks for. */
const mostHalfMade = 100

/**
 * Reads back how all issues stand that plans and tokens hang on, in batches; what was read is kept though the rest fails. Where Jira does
 * not answer, that is noted with the reason, and it is left alone for a while, for as long as it asks itself. Answers with how many were
 * read, or null where nothing was to be asked. Jira lives by the real clock.
 */
export async function readTickets(world: World, clock: () => Date = () => new Date()): Promise<{ read: number; gone: number } | null> {
  const tracker = await readTracker(world.db.pool)
  if (!tracker?.onSince || (tracker.retryAt && tracker.retryAt > clock())) return null
  try {
    const jira = await trackerJira(world, tracker, system, jobPatience)
    const odd = await findHalfMade(world, tracker, jira, clock)
    const plans = await readAll(world, jira, {
      next: (after) => ticketsToRead(world.db.pool, tracker.baseUrl, world.now, after, batchSize),
      idOf: ({ planId }: TicketToRead) => planId,
      write: (rows) => writeReads(world.db.pool, tracker.baseUrl, rows.map(({ row: { planId }, issue }) => ({ planId, issue, url: issue && urlOf(tracker, issue.key) })), clock()),
    })
    const ends = await readAll(world, jira, {
      next: (after) => endTicketsToRead(world.db.pool, tracker.baseUrl, after, batchSize),
      idOf: ({ tokenId }) => tokenId,
      write: (rows) => writeEndReads(world.db.pool, tracker.baseUrl, rows.map(({ row: { tokenId, externalId }, issue }) => ({ tokenId, externalId, issue })), clock()),
    })
    const problems = [...odd, ...plans.odd, ...ends.odd]
    if (problems.length > 0) world.log.warn({ problem: problems[0], issues: problems.length }, 'some issues could not be understood')
    await markTrackerRead(world.db.pool, tracker.baseUrl, clock(), problems[0] ? `${problems.length === 1 ? 'One issue' : `${problems.length} issues`} could not be read. ${problems[0]}` : null)
    return { read: plans.read + ends.read, gone: plans.gone + ends.gone }
  } catch (error) {
    world.signal.throwIfAborted()
    // The database is away: the job waits for it and does this again.
    if (isConnectionLoss(error)) throw error
    const at = clock()
    const problem = error instanceof AppError ? error.message : 'Issues could not be read back, for a reason that nobody expected. The log holds it.'
    const asked = error instanceof CallError ? (error.retryAfterMs ?? 0) : 0
    await markTrackerFailing(world.db.pool, tracker.baseUrl, problem, at, (failures) => new Date(at.getTime() + Math.min(longestPauseMs, Math.max(asked, 5 * minute * 2 ** Math.min(8, failures - 1)))))
    world.log.warn({ problem, ...(!(error instanceof AppError) && { err: error }) }, 'issues could not be read back')
    return { read: 0, gone: 0 }
  }
} // prettier-ignore

type Reading<Row> = {
  next(after: string): Promise<Row[]>
  idOf(row: Row): string
  write(rows: readonly { row: Row; issue: Issue | null }[]): Promise<void>
}

/** Those that were not to be seen last time are asked for by themselves: a search refuses a list of which one is gone. */
async function readAll<Row extends { externalId: string; isGone: boolean }>(world: World, jira: Jira, { next, idOf, write }: Reading<Row>) {
  let [read, gone, after] = [0, 0, firstId]
  const problems: string[] = []
  for (;;) {
    world.signal.throwIfAborted()
    const rows = await next(after)
    const last = rows.at(-1)
    if (!last) return { read, gone, odd: problems }
    const there = new Set(rows.filter(({ isGone }) => !isGone).map(({ externalId }) => externalId))
    const notThere = new Set(rows.map(({ externalId }) => externalId).filter((id) => !there.has(id)))
    const both = [await readIssues(jira, [...there]), await readIssues(jira, [...notThere], { alone: true })]
    const found = new Map(both.flatMap((one) => [...one.found]))
    const odd = new Map(both.flatMap((one) => [...one.odd]))
    // What nobody understands stays as it was read before, with its time.
    const plain = rows.filter(({ externalId }) => !odd.has(externalId))
    await write(plain.map((row) => ({ row, issue: found.get(row.externalId) ?? null })))
    problems.push(...[...odd.values()].map(({ message }) => message))
    read += plain.length
    gone += plain.filter(({ externalId }) => !found.has(externalId)).length
    after = idOf(last)
  }
}

/** Issues that were being made when whoever made them stopped: kept where Jira has them, and forgotten where it has not after a while. */
async function findHalfMade(world: World, tracker: TrackerRow, jira: Jira, clock: () => Date): Promise<string[]> {
  const problems: string[] = []
  for (const { planId, marker } of await halfMade(world.db.pool, tracker.baseUrl, new Date(clock().getTime() - settleMs), mostHalfMade)) {
    let issue: Issue | null
    try {
      issue = await findMarked(jira, tracker, marker)
    } catch (error) {
      if (!(error instanceof OddAnswer)) throw error
      problems.push(error.message)
      continue
    }
    await patientTransaction(world.db.pool, async (client) => {
      await lockPlans(client, [planId])
      const there = await lockTicket(client, planId)
      if (there?.marker !== marker || there.key !== null || (there.claimedUntil && there.claimedUntil > clock())) return
      if (issue) await keepUnderLock(world, client, { planId, tracker, marker, issue, at: clock() }, { by: null, actor: system })
      else await releaseTicket(client, planId, there.claimedUntil, { forget: true })
    })
  }
  return problems
}

/** Reads a plan's issue now, because somebody asks. Throws AppError 'not-found' where it has none that is theirs to see. */
export async function readTicketNow(world: World, viewer: Viewer, planId: string): Promise<void> {
  const tracker = await trackerOn(world)
  const held = await patientTransaction(world.db.pool, async (client) => {
    const [plan] = await lockPlans(client, [planId])
    const sees = plan && (viewer.scope.all || viewer.scope.ownerIds.some((mine) => mine === plan.ownerId || mine === plan.offeredTo))
    return sees ? lockTicket(client, planId) : null
  })
  if (!held?.externalId) throw new AppError('not-found', 'This plan has no issue.')
  if (held.baseUrl !== tracker.baseUrl)
    throw new AppError('conflict', 'This issue is in another Jira than the one that is set up, so it is not read.')
  const issue = await readIssue(await trackerJira(world, tracker, actorOf(viewer)), held.externalId)
  await writeReads(world.db.pool, tracker.baseUrl, [{ planId, issue, url: issue && urlOf(tracker, issue.key) }], new Date())
}
