import { setTimeout as pause } from 'node:timers/promises'
import type { Actions, ConnectorWorld, Look } from '../connectors/contract.ts'
import { CallError } from '../connectors/http/call-error.ts'
import { NotSent } from '../connectors/not-sent.ts'
import { connectorOf } from '../connectors/registry.ts'
import { verbsFor } from '../connectors/verbs-for.ts'
import { record } from '../db/audit.ts'
import { insertPlanEvents } from '../db/write-plans.ts'
import { markCalling, readActToCarry, writeOutcome, type ActOutcome, type ActToCarry } from '../db/provider-acts.ts'
import { readSource } from '../db/read-source.ts'
import { withSessionLock } from '../db/session-lock.ts'
import { isConnectionLoss, transaction } from '../db/transaction.ts'
import { AppError } from '../model/app-error.ts'
import type { ActAnswer, ActState } from '../model/provider-act.ts'
import type { Source } from '../model/source.ts'
import { beforeSays, isDone, stateAfter } from '../retirement/provider-acts.ts'
import { connectorWorld } from './connector-world.ts'
import { openActing, openCredential } from './open-credential.ts'
import type { World } from './world.ts'

const system = { kind: 'system', name: 'provider acts' } as const
/** A provider may show a change only after a moment. */
const lookAgainAfterMs = [1_000, 4_000] as const
/** Somebody waits for it: what a provider does not answer in this time is told as not answered. */
const patience = { attempts: 3, longestWaitMs: 20_000, totalWaitMs: 40_000, tryMs: 60_000 }

export type CarryOptions = { waitMs?: number; lookAgain?: readonly number[] }

/**
 * Carries one act out, under its own lock: looks, and sends nothing where it is done already; else commits that it is about to be sent,
 * sends it once, and looks again. The look decides what became of it, and never the reply. Killed anywhere, the row says how far it came,
 * and what may have been sent is only looked at afterwards. Answers with its state, 'busy' where somebody else is at it for `waitMs`, or
 * null where there is no such act. Throws where the database went away or this process is to stop.
 */
export async function carryOutAct(
  world: World,
  id: string,
  { waitMs = 1, lookAgain = lookAgainAfterMs }: CarryOptions = {},
): Promise<ActState | 'busy' | null> {
  const lock = { url: world.db.url, name: `act:${id}`, waitMs, signal: world.signal }
  const carried = await withSessionLock(lock, (signal) => carry({ ...world, signal }, id, lookAgain))
  return carried === 'busy' ? 'busy' : carried.done
}

async function carry(world: World, id: string, lookAgain: readonly number[]): Promise<ActState | null> {
  const act = await readActToCarry(world.db.pool, id)
  if (!act || (act.state !== 'approved' && act.state !== 'calling')) return act?.state ?? null
  const clock = clockOf(world)
  try {
    const place = await openPlace(world, act)
    const before = await look(place, act)
    // It was about to be sent when somebody was stopped: whether it was, only the look can tell.
    if (act.state === 'calling') return await finish(world, act, { ...told(act, 'unanswered', before), call: null }, clock())
    return await send(world, act, place, before, { clock, lookAgain })
  } catch (error) {
    if (world.signal.aborted || isConnectionLoss(error)) throw error
    return unforeseen(world, act, error, clock())
  }
}

type Place = { source: Source; actions: Actions; settings: unknown; reads: unknown; world: ConnectorWorld; canDisable: boolean }

/** Everything that a look takes. Throws AppError where there is no way to look. */
async function openPlace(world: World, act: ActToCarry): Promise<Place> {
  if (!act.isWatched) throw new AppError('conflict', 'Its source was removed, so that nobody can look.')
  const source = await readSource(world.db, act.sourceId)
  const connector = await connectorOf(source.kind)
  if (!connector.actions) throw new AppError('conflict', `${connector.label} is only read here.`)
  return {
    source,
    actions: connector.actions,
    settings: connector.settings.parse(source.settings),
    reads: connector.credential.parse(await openCredential(world, source, system)),
    world: connectorWorld(world, { patience }),
    canDisable: verbsFor(connector, act.target.kind).includes('disable'),
  }
}

/** What its provider shows; that it could not be read is an answer too. */
async function look({ actions, settings, reads, world }: Place, { target }: ActToCarry): Promise<Look> {
  try {
    return await actions.look(settings, reads, world, target)
  } catch (error) {
    if (world.signal.aborted || !(error instanceof AppError)) throw error
    return { shown: 'cannot-tell', place: null, says: error.message }
  }
}

type Sending = { clock: () => Date; lookAgain: readonly number[] }

async function send(world: World, act: ActToCarry, place: Place, before: Look, { clock, lookAgain }: Sending): Promise<ActState> {
  const { actions } = place
  const unsent = (answer: ActAnswer, says: string) => ({ ...told(act, answer, before, says), call: null, before: before.shown })
  const because = beforeSays(act.verb, before.shown, place.canDisable)
  if (because)
    return finish(world, act, unsent(because.answer, [because.says, before.says].filter(Boolean).join(' ')), clock())
  const opened = await openActing(world, place.source, system)
  const acting = opened === null ? null : actions.credential.safeParse(opened)
  if (!acting?.success) {
    const says = acting ? 'The credential that it acts with cannot be used any more: give it again.' : 'It may not act: its credential for that was taken away.'
    return finish(world, act, unsent('not-sent', `${place.source.name}: ${says}`), clock())
  }
  const calling = await commitCalling(world, act, before, clock())
  if (!calling) return (await readActToCarry(world.db.pool, act.id))?.state ?? act.state
  const reply = await call(place, acting.data, calling, before)
  let after = await look(place, calling)
  for (const ms of lookAgain) {
    if (reply.answer !== 'done' || after.shown === 'cannot-tell' || isDone(act.verb, after.shown)) break
    await pause(ms, undefined, { signal: world.signal })
    after = await look(place, calling)
  }
  return finish(world, calling, { ...told(act, reply.answer, after, reply.says), call: reply.call }, clock())
} // prettier-ignore

type Reply = { answer: ActAnswer; call: string | null; says: string | null }

/** The one call. Whatever is thrown by it is an answer: only being stopped is not. */
async function call(place: Place, credential: unknown, { target, verb }: ActToCarry, before: Look): Promise<Reply> {
  const { actions, settings, world } = place
  try {
    await actions.act(settings, credential, world, { target, verb, place: before.place })
    return { answer: 'done', call: null, says: null }
  } catch (error) {
    if (world.signal.aborted) throw error
    if (error instanceof CallError) return { answer: answerOf(error), call: error.call, says: error.message }
    world.log.error({ err: error }, 'an act failed in a way that nobody foresaw')
    return { answer: 'unanswered', call: null, says: 'Standdown failed here while it was being sent; the log has the details.' }
  }
}

/** What an error of the call tells of what came of it. */
export function answerOf(error: CallError): ActAnswer {
  if (error instanceof NotSent) return 'not-sent'
  if (error.why === 'throttled') return 'throttled'
  if (error.status === undefined) return 'unanswered'
  if (error.why === 'not-permitted' || error.why === 'not-found') return error.why
  return error.status >= 500 ? 'broken' : 'rejected'
}

function told({ verb }: ActToCarry, answer: ActAnswer, { shown, says }: Look, first: string | null = null): Omit<ActOutcome, 'call'> {
  return { state: stateAfter(verb, answer, shown), answer, after: shown, says: first ?? says }
}

/** That it is about to be sent stands in the journal and in the audit before it is. Null where somebody changed it meanwhile. */
async function commitCalling(world: World, act: ActToCarry, before: Look, at: Date): Promise<ActToCarry | null> {
  return transaction(world.db.pool, async (client) => {
    if (!(await markCalling(client, act, before.shown, at))) return null
    const after = { token: act.tokenId, verb: act.verb, attempt: act.attempts + 1, before: before.shown }
    await record(client, { actor: system, act: 'act.sent', target: `act:${act.requestId}`, after }, at, world.auditKey)
    return { ...act, state: 'calling' as const, attempts: act.attempts + 1 }
  })
}

async function finish(world: World, act: ActToCarry, outcome: ActOutcome, at: Date): Promise<ActState> {
  return transaction(world.db.pool, async (client) => {
    // Whoever lost the lock meanwhile writes nothing: another has looked since.
    if (!(await writeOutcome(client, act, outcome, at))) return (await readActToCarry(world.db.pool, act.id))?.state ?? act.state
    const { state, answer, call, after: shown } = outcome
    const detail = { verb: act.verb, name: act.tokenName, kinds: [act.target.kind], state }
    if (act.planId) await insertPlanEvents(client, act.planId, [{ kind: 'act-ended', by: null, detail }], at)
    const after = { token: act.tokenId, verb: act.verb, state, answer, call, shown }
    await record(client, { actor: system, act: 'act.ended', target: `act:${act.requestId}`, after }, at, world.auditKey)
    return state
  })
}

/** Nothing was read, and nothing more is sent: said as it is, so that a person decides how it goes on. */
async function unforeseen(world: World, act: ActToCarry, error: unknown, at: Date): Promise<ActState> {
  const wasSent = (await readActToCarry(world.db.pool, act.id)) ?? act
  if (wasSent.state !== 'approved' && wasSent.state !== 'calling') return wasSent.state
  if (!(error instanceof AppError)) world.log.error({ act: act.id, err: error }, 'an act could not be carried out')
  const says = error instanceof AppError ? error.message : 'Standdown failed here; the log has the details.'
  const answer = wasSent.state === 'calling' ? 'unanswered' : 'not-sent'
  return finish(world, wasSent, { state: 'unknown', answer, call: null, after: 'cannot-tell', says }, at)
}

/** The world's instant, moving on as the work does. */
function clockOf({ now }: World): () => Date {
  const began = performance.now()
  return () => new Date(now.getTime() + performance.now() - began)
}
