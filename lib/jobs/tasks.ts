import { z } from 'zod'
import { sweepTries } from '../db/attempts.ts'
import { dueSources, isDue } from '../db/due-sources.ts'
import { channelsToSend, pruneMessages } from '../db/outbox.ts'
import { sourcesToAct } from '../db/provider-acts.ts'
import { sourceLock, withSessionLock } from '../db/session-lock.ts'
import { sweepSessions } from '../db/sessions.ts'
import { applyPolicy } from '../flows/apply-policy.ts'
import { openDueCampaigns, settleCampaigns } from '../flows/campaigns.ts'
import { endExceptions } from '../flows/exceptions.ts'
import { settleExposures } from '../flows/exposures.ts'
import { endTokens } from '../flows/end-tokens.ts'
import { queueMessages } from '../flows/fill-outbox.ts'
import { readTickets } from '../flows/read-tickets.ts'
import { rescoreDue } from '../flows/rescore-due.ts'
import { sendMessages } from '../flows/send-messages.ts'
import { suggestOwners } from '../flows/suggest-owners.ts'
import { syncSource } from '../flows/sync-source.ts'
import { keepToday, pruneDays } from '../flows/take-snapshot.ts'
import { AppError } from '../model/app-error.ts'
import { ChannelKind } from '../model/message.ts'
import { removeDeadJobs } from './dead-jobs.ts'
import { addSync, enqueueActs, enqueueMessages, enqueueSending, enqueueSync, type JobName } from './enqueue.ts'
import { carryOutActs } from './carry-out-acts.ts'
import { eachPart } from './each-part.ts'
import type { JobGround, Task } from './task.ts'
import { untilDone } from './until-done.ts'

/** Name -> what it does. */
export const tasks: Readonly<Record<JobName, Task>> = {
  'sync-source': syncJob,
  'sync-tick': tick,
  'rescore-due': rescore,
  'suggest-owners': suggest,
  'message-tick': messageTick,
  'send-messages': sendJob,
  'read-tickets': ticketsJob,
  'prune-sessions': prune,
  'carry-out-acts': carryOutActs,
}

/** When each is done by itself: minute, hour, day, month, weekday, in UTC. One that was missed is done once when a worker is back. */
export const schedule = [
  '* * * * * sync-tick ?jobKey=sync-tick&queue=tick&max=3',
  '7 * * * * rescore-due ?jobKey=rescore-due&queue=rescore&max=10&fill=1h',
  '* * * * * message-tick ?jobKey=message-tick&queue=message-tick&max=3',
  '37 * * * * read-tickets ?jobKey=read-tickets&queue=tickets&max=10&fill=1h',
  '23 * * * * prune-sessions ?jobKey=prune-sessions&max=3',
].join('\n')

const SyncPayload = z.object({ sourceId: z.uuid(), requestedBy: z.string().max(100) })
const SendPayload = z.object({ channel: ChannelKind })
const lockWaitMs = 5_000
const sessionsKeptDays = 30
/** Longer than a year, so that what was told can be shown to an auditor. */
const messagesKeptDays = 400
const dayMs = 86_400_000

async function syncJob(payload: unknown, ground: JobGround): Promise<void> {
  const { sourceId, requestedBy } = SyncPayload.parse(payload)
  const lock = { url: ground.db.url, name: sourceLock(sourceId), waitMs: lockWaitMs }
  const sync = async (signal: AbortSignal) => {
    const world = await ground.worldFor(signal)
    // Between the look for what is due and this job another sync of it may have begun and ended: then nothing is due any more.
    if (requestedBy === 'schedule' && !(await isDue(world.db.pool, sourceId, world.now))) return
    await syncSource(sourceId, world, { requestedBy })
  }
  try {
    const outcome = await untilDone(ground, (signal) => withSessionLock({ ...lock, signal }, sync))
    if (outcome === 'busy') ground.log.info({ source: sourceId }, 'another process syncs this source; leaving it to that one')
    // A leak that it found, and that it saw a part only, is told at once.
    else await enqueueMessages(ground)
  } catch (error) {
    if (error instanceof AppError && error.code === 'not-found') return ground.log.info({ source: sourceId }, 'the source to sync is gone')
    if (!ground.signal.aborted) throw error
    await ground.stillOurs()
    // We are told to stop: another worker, or the next start, goes on where the cursor stands, without a failed job's waiting time.
    await addSync(ground.db, sourceId, requestedBy)
  }
}

async function tick(_payload: unknown, ground: JobGround): Promise<void> {
  const { now } = await ground.worldFor(ground.signal)
  for (const id of await dueSources(ground.db.pool, now)) await enqueueSync(ground.db, id, 'schedule')
  // Approved and not carried out: whoever approved could not ask for it, or a worker was killed at it.
  for (const id of await sourcesToAct(ground.db.pool)) await enqueueActs(ground.db, id)
}

async function rescore(_payload: unknown, ground: JobGround): Promise<void> {
  let isScored = false
  await eachPart(ground, {
    'rescore what is due': async (signal) => {
      const { seen, changed } = await rescoreDue(await ground.worldFor(signal))
      if (seen > 0) ground.log.info({ seen, changed }, 'rescored what was due')
      isScored = true
    },
    'settle exposures': async (signal) => void (await settleExposures(await ground.worldFor(signal))),
    // A policy that was taken with many tokens about, or whose taking was cut off.
    'count due dates by the policy': async (signal) => {
      const { policy, moved } = await applyPolicy(await ground.worldFor(signal))
      if (moved > 0) ground.log.info({ policy, moved }, 'counted due dates again')
    },
    'end exceptions': async (signal) => {
      const ended = await endExceptions(await ground.worldFor(signal))
      if (ended > 0) ground.log.info({ ended }, 'ended exceptions')
    },
    'settle reviews': async (signal) => void (await settleCampaigns(await ground.worldFor(signal))),
    'open reviews': async (signal) => {
      const opened = await openDueCampaigns(await ground.worldFor(signal))
      if (opened > 0) ground.log.info({ opened }, 'opened reviews that were due')
    },
    // After the scores of the day, so that it is counted by them; without them it waits for the next try.
    'keep the day’s snapshot': async (signal) => void (isScored && (await keepToday(await ground.worldFor(signal)))),
  })
}

async function suggest(_payload: unknown, ground: JobGround): Promise<void> {
  await untilDone(ground, async (signal) => suggestOwners(await ground.worldFor(signal)))
}

/** What is due goes into the outbox, and what may be sent now is sent, one channel beside the other. */
async function messageTick(_payload: unknown, ground: JobGround): Promise<void> {
  const { messages } = await untilDone(ground, async (signal) => queueMessages(await ground.worldFor(signal), new Date()))
  if (messages > 0) ground.log.info({ messages }, 'put messages into the outbox')
  for (const channel of await channelsToSend(ground.db.pool, new Date())) await enqueueSending(ground.db, channel)
}

/** One at a time for each channel: what is on its way when another begins was left by one that died. */
async function sendJob(payload: unknown, ground: JobGround): Promise<void> {
  const { channel } = SendPayload.parse(payload)
  const lock = { url: ground.db.url, name: `messages:${channel}`, waitMs: lockWaitMs }
  const send = async (signal: AbortSignal) => sendMessages(await ground.worldFor(signal), channel)
  try {
    const outcome = await untilDone(ground, (signal) => withSessionLock({ ...lock, signal }, send))
    if (outcome !== 'busy' && outcome.done > 0) ground.log.info({ channel, sent: outcome.done }, 'sent messages')
  } catch (error) {
    // Told to stop between two messages: the rest is sent by whoever takes the next minute.
    if (!ground.signal.aborted) throw error
    await ground.stillOurs()
  }
}

/** First how the issues stand, as some tokens end with one; then what has ended, whatever came of the reading. */
async function ticketsJob(_payload: unknown, ground: JobGround): Promise<void> {
  await eachPart(ground, {
    'read issues back': async (signal) => {
      const read = await readTickets(await ground.worldFor(signal))
      if (read && read.read > 0) ground.log.info(read, 'read issues back')
    },
    'plan what has ended': async (signal) => {
      const { ended, handedOver } = await endTokens(await ground.worldFor(signal))
      if (ended > 0) ground.log.info({ ended, handedOver }, 'planned tokens that have ended')
    },
  })
}

async function prune(_payload: unknown, ground: JobGround): Promise<void> {
  await eachPart(ground, {
    'remove dead jobs': async () => void (await removeDeadJobs(ground.db.pool)),
    'sweep sessions': async () => void (await sweepSessions(ground.db, new Date(Date.now() - sessionsKeptDays * dayMs))),
    'sweep tries': async () => void (await sweepTries(ground.db, new Date(Date.now() - dayMs))),
    'prune messages': async () => void (await pruneMessages(ground.db.pool, new Date(Date.now() - messagesKeptDays * dayMs))),
    'prune days': async (signal) => void (await pruneDays(await ground.worldFor(signal))),
  })
}
