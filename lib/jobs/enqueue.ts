import type { Log } from '../connectors/contract.ts'
import type { Db } from '../db/db.ts'
import { isSyncing } from '../db/due-sources.ts'
import type { ChannelKind } from '../model/message.ts'

/** The jobs there are; each has its task in tasks.ts. */
export type JobName =
  | 'sync-source'
  | 'sync-tick'
  | 'rescore-due'
  | 'suggest-owners'
  | 'message-tick'
  | 'send-messages'
  | 'read-tickets'
  | 'prune-sessions'
  | 'carry-out-acts'

/**
 * Asks for a sync of a source as soon as a worker is free. Asked again while it waits, it is the same job; 'running' when a
 * sync of it is under way already, which is then as good. `requestedBy`: 'schedule', or 'user:<id>' of who asked.
 */
export async function enqueueSync(db: Pick<Db, 'pool'>, sourceId: string, requestedBy: string): Promise<'queued' | 'running'> {
  if (await isSyncing(db.pool, sourceId)) return 'running'
  await addSync(db, sourceId, requestedBy)
  return 'queued'
}

/** The same, also while this source's present sync is ending: the new one waits behind it in the source's own queue. */
export async function addSync(db: Pick<Db, 'pool'>, sourceId: string, requestedBy: string): Promise<void> {
  await addJob(db, 'sync-source', { sourceId, requestedBy }, { key: `sync:${sourceId}`, queue: `source:${sourceId}` })
}

/** Asks for a rescoring of what is due, for instance after the demo's clock was moved. */
export async function enqueueRescore(db: Pick<Db, 'pool'>): Promise<void> {
  await addJob(db, 'rescore-due', {}, { key: 'rescore-due', queue: 'rescore' })
}

/**
 * Asks for suggested owners to be made anew, after an edit of the directory. The edit is kept by then and must not be told as
 * failed: where this cannot be asked, it is logged, and the next edit or sync makes them.
 */
export async function enqueueSuggesting({ db, log }: { db: Pick<Db, 'pool'>; log: Log }): Promise<void> {
  await addJob(db, 'suggest-owners', {}, { key: 'suggest-owners', queue: 'suggest' }).catch((err: unknown) =>
    log.warn({ err }, 'suggested owners could not be asked for'),
  )
}

/** Looks for sources that are due at once instead of at the next full minute. */
export async function enqueueTick(db: Pick<Db, 'pool'>): Promise<void> {
  await addJob(db, 'sync-tick', {}, { key: 'sync-tick', queue: 'tick' })
}

/**
 * Looks at once for what is to be told, instead of at the next full minute. What it is about is done by then and must not be told as
 * failed: where this cannot be asked, it is logged, and the next minute looks.
 */
export async function enqueueMessages({ db, log }: { db: Pick<Db, 'pool'>; log: Log }): Promise<void> {
  await addJob(db, 'message-tick', {}, { key: 'message-tick', queue: 'message-tick' }).catch((err: unknown) =>
    log.warn({ err }, 'messages could not be asked for'),
  )
}

/** Asks for issues to be read back and for ended tokens to be planned, for instance after the demo's clock was moved. */
export async function enqueueTickets(db: Pick<Db, 'pool'>): Promise<void> {
  await addJob(db, 'read-tickets', {}, { key: 'read-tickets', queue: 'tickets' })
}

/** Asks that a channel sends what it has; asked again while it waits, it is the same job. */
export async function enqueueSending(db: Pick<Db, 'pool'>, channel: ChannelKind): Promise<void> {
  await addJob(db, 'send-messages', { channel }, { key: `messages:${channel}`, queue: `messages:${channel}` })
}

/** Asks that what was approved is carried out at a source's provider, one act after the other. */
export async function enqueueActs(db: Pick<Db, 'pool'>, sourceId: string): Promise<void> {
  await addJob(db, 'carry-out-acts', { sourceId }, { key: `acts:${sourceId}`, queue: `acts:${sourceId}` })
}

async function addJob(db: Pick<Db, 'pool'>, name: JobName, payload: object, { key, queue }: { key: string; queue: string }): Promise<void> {
  await db.pool.query('select graphile_worker.add_job($1, payload := $2::json, queue_name := $3, job_key := $4, max_attempts := 10)', [
    name,
    JSON.stringify(payload),
    queue,
    key,
  ])
}
