import type { PoolClient } from 'pg'
import { record } from '../db/audit.ts'
import { deleteTie, endJob, lockTied, writeAgreement, writeTie, type TiedToken } from '../db/token-ends.ts'
import { patientTransaction } from '../db/transaction.ts'
import { AppError } from '../model/app-error.ts'
import type { Json } from '../model/json.ts'
import { JobId, TokenTie, type Issue } from '../model/ticket.ts'
import { actorOf, may, type Actor, type Scope, type Viewer } from '../model/viewer.ts'
import { jobEnded } from '../retirement/token-end.ts'
import { endTokens } from './end-tokens.ts'
import { findIssue } from './plan-ticket.ts'
import { trackerOn } from './tracker.ts'
import type { World } from './world.ts'

const longestAheadMs = 3_660 * 86_400_000

export type AskedTie = { tokenId: string; version: number; tie: unknown }

/**
 * Ties a token to what it ends with: a date, an issue, a job. By its owner, or by those who edit tokens. Throws AppError 'not-found' alike
 * for a token that is not there and one that is not this viewer's to see, 'forbidden', 'bad-input' by field, 'conflict' where somebody was
 * faster.
 */
export async function tieToken(world: World, viewer: Viewer, { tokenId, version, tie: asked }: AskedTie): Promise<void> {
  const parsed = TokenTie.safeParse(asked)
  if (!parsed.success)
    throw new AppError('bad-input', 'Some of this cannot be used.', parsed.error.issues.map(({ path, message }) => ({ where: String(path[0] === 'key' ? 'issue' : (path[0] ?? 'kind')), what: message }))) // prettier-ignore
  const tie = parsed.data
  await patientTransaction(world.db.pool, async (client) => tieable(client, viewer, tokenId, version))
  if (tie.kind === 'date') refuseDate(tie.at, world.now)
  const issue = tie.kind === 'ticket' ? await openIssue(world, viewer, tie.key) : null
  await patientTransaction(world.db.pool, async (client) => {
    const token = await tieable(client, viewer, tokenId, version)
    await writeTie(client, tokenId, tie, issue, viewer, world.now)
    const after = { token: token.name, kind: tie.kind, with: saidOf(tie) }
    await record(client, { actor: actorOf(viewer), act: 'token.tied', target: `token:${tokenId}`, after }, world.now, world.auditKey)
  })
}

function saidOf(tie: TokenTie): string {
  return tie.kind === 'date' ? tie.at.toISOString() : tie.kind === 'ticket' ? tie.key : tie.job
}

function refuseDate(at: Date, now: Date): void {
  const wrong = (what: string) => new AppError('bad-input', 'Some of this cannot be used.', [{ where: 'at', what }])
  if (at <= now) throw wrong('The end is ahead of us. Use a later day.')
  if (at.getTime() > now.getTime() + longestAheadMs) throw wrong('Within ten years.')
}

async function openIssue(world: World, viewer: Viewer, key: string): Promise<Issue & { baseUrl: string }> {
  const tracker = await trackerOn(world)
  const { issue } = await findIssue(world, tracker, actorOf(viewer), key)
  if (issue.category === 'done')
    throw new AppError('bad-input', 'Some of this cannot be used.', [{ where: 'issue', what: `${issue.key} is ${issue.status} already. Open a plan for the token instead.` }]) // prettier-ignore
  return { ...issue, baseUrl: tracker.baseUrl }
}

/** Takes away what a token ends with, and with it what its owner agreed to. A plan that was opened for it stays. */
export async function untieToken(world: World, viewer: Viewer, { tokenId, version }: Omit<AskedTie, 'tie'>): Promise<void> {
  await patientTransaction(world.db.pool, async (client) => {
    const token = await tieable(client, viewer, tokenId, version)
    if (!token.end) throw new AppError('conflict', 'It ends with nothing.')
    await deleteTie(client, tokenId)
    const before = { token: token.name, kind: token.end.kind, agreed: token.end.agreedAt !== null }
    await record(client, { actor: actorOf(viewer), act: 'token.untied', target: `token:${tokenId}`, before }, world.now, world.auditKey)
  })
}

/**
 * The owner's agreement that the token is disabled when it has ended, without being asked again; or its withdrawal, at any time, by the
 * owner or by those who edit tokens. Nobody agrees for somebody else.
 */
export async function agreeToDisable(world: World, viewer: Viewer, { tokenId, version, agrees }: { tokenId: string; version: number; agrees: boolean }): Promise<void> {
  await patientTransaction(world.db.pool, async (client) => {
    const token = await tieable(client, viewer, tokenId, version)
    if (!token.end) throw new AppError('conflict', 'Say first what it ends with.')
    const isTheirs = token.ownerId !== null && viewer.selfIds.includes(token.ownerId)
    if (agrees && (!isTheirs || token.ownerId === null)) throw new AppError('forbidden', 'Only its owner can agree to that.')
    if (agrees && token.end.agreedAt && token.end.agreedAs === token.ownerId) throw new AppError('conflict', 'It is agreed already.')
    if (!agrees && !token.end.agreedAt) throw new AppError('conflict', 'Nobody agreed to it.')
    await writeAgreement(client, tokenId, agrees && token.ownerId ? { as: token.ownerId, by: viewer.name, byId: viewer.id, at: world.now } : null)
    const after: Json = { token: token.name, disableAutomatically: agrees }
    const act = agrees ? 'token.disabling-agreed' : 'token.disabling-withdrawn'
    await record(client, { actor: actorOf(viewer), act, target: `token:${tokenId}`, after }, world.now, world.auditKey)
  })
} // prettier-ignore

/**
 * Says that a job has ended: every token within the scope that ends with it is due for revocation at once. By somebody who is signed in,
 * or by a pipeline at the command line. Told again, it finds nothing more. Answers with how many tokens that were.
 */
export async function tellJobEnded(
  world: World,
  { actor, scope }: { actor: Actor; scope: Scope },
  asked: { job: unknown; says?: unknown },
): Promise<{ job: string; tokens: number }> {
  const job = JobId.safeParse(asked.job)
  const says = typeof asked.says === 'string' ? asked.says.trim().slice(0, 300) : ''
  if (!job.success) throw new AppError('bad-input', 'This names no job.', [{ where: 'job', what: job.error.issues[0]?.message ?? 'cannot be used' }])
  const tokens = await patientTransaction(world.db.pool, async (client) => {
    const ids = await endJob(client, scope, job.data, jobEnded(job.data, actor.name, says), world.now)
    const after = { job: job.data, tokens: ids.length, ...(says && { says }) }
    await record(client, { actor, act: 'job.ended', target: ids.length === 1 ? `token:${ids[0]}` : `tokens:${ids.length}`, after }, world.now, world.auditKey)
    return ids.length
  })
  // It is told. What fails from here on, the hour does.
  if (tokens > 0) await endTokens(world).catch((error: unknown) => world.log.warn({ err: error }, 'ended tokens could not be planned at once'))
  return { job: job.data, tokens }
} // prettier-ignore

async function tieable(client: PoolClient, viewer: Viewer, tokenId: string, version: number): Promise<TiedToken> {
  const token = await lockTied(client, tokenId)
  if (!token || !(viewer.scope.all || (token.ownerId !== null && viewer.scope.ownerIds.includes(token.ownerId))))
    throw new AppError('not-found', 'There is no such token.')
  const isTheirs = token.ownerId !== null && viewer.selfIds.includes(token.ownerId) && may(viewer.role, 'tasks:act')
  if (!isTheirs && !may(viewer.role, 'tokens:edit')) throw new AppError('forbidden', 'This token is not yours to change.')
  if (token.state !== 'live' && token.state !== 'disabled') throw new AppError('conflict', 'It is not alive any more.')
  if ((token.end?.version ?? 0) !== version)
    throw new AppError('conflict', 'Somebody changed this while you had it open. Nothing was done: look at it again.')
  return token
}
