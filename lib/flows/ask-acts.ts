import type { PoolClient } from 'pg'
import { v7 as uuid } from 'uuid'
import { record } from '../db/audit.ts'
import { insertPlanEvents } from '../db/write-plans.ts'
import { holdActTokens, insertRequest } from '../db/provider-acts.ts'
import { patientTransaction } from '../db/transaction.ts'
import { findAccount, foldEmail } from '../db/users.ts'
import { AppError } from '../model/app-error.ts'
import type { ActToken, NewAct, ProviderVerb } from '../model/provider-act.ts'
import { actorOf, may, type Actor, type Scope, type Viewer } from '../model/viewer.ts'
import { actIssues, askerRefusal, reviewFor, secondFor, type ActAsker } from '../retirement/provider-acts.ts'
import { readActTokens } from './act-tokens.ts'
import type { World } from './world.ts'

/**
 * What came of asking: the request, its acts, the sources they are of, and whether it waits for a second person. What does not wait is
 * carried out by whoever asks the workers to (`enqueueActs`) or does it here (`carryOutAct`).
 */
export type AskedActs = { requestId: string; acts: readonly string[]; sources: readonly string[]; waits: boolean }

/**
 * Asks a provider to disable, enable or delete tokens. Nothing is sent by asking. Throws AppError 'bad-input' with everything that stands
 * against it, by field; 'not-found' where a token is not this viewer's to see; 'forbidden' where it is not theirs to ask; 'conflict' where
 * somebody was faster.
 */
export async function askForActs(world: World, viewer: Viewer, asked: NewAct): Promise<AskedActs> {
  const asker = { by: 'person', role: viewer.role } as const
  const words = { by: viewer.name, byId: viewer.id, agreedBy: null, agreedById: null }
  return ask(world, { asker, actor: actorOf(viewer), scope: viewer.scope, ...words }, asked)
}

/**
 * The same for whoever has the command line of the server, where nobody proves who they are: they name the account that asks (`as`, its
 * address), an administrator's or an analyst's that may sign in now. Whoever that is, is neither the second person nor the one who looks at
 * it afterwards, which somebody does of every act of one token. What they typed was asked there.
 */
export async function askByCommand(world: World, { as, ...asked }: Omit<NewAct, 'typed'> & { as: string }): Promise<AskedActs> {
  const account = await findAccount(world.db, foldEmail(as))
  // Who may sign in is judged by the real time, as signing in does, and not by the one that a demo's tokens live in.
  const isOpen = account?.disabledAt === null && (account.endsAt === null || account.endsAt > new Date())
  if (!isOpen || !may(account.role, 'acts:ask') || !may(account.role, 'acts:approve'))
    throw new AppError('forbidden', `"${as.slice(0, 200)}" is no account of an administrator or an analyst who may sign in now.`)
  const actor = { kind: 'system', name: 'command line' } as const
  const words = { by: `${account.name}, by the command line`, byId: account.id, agreedBy: null, agreedById: null }
  return ask(world, { asker: { by: 'command line' }, actor, scope: { all: true }, ...words }, { ...asked, typed: null })
}

/**
 * Who of the system asks, and with whose agreement: the owner's, as they gave it. `id` is their account's. `stillAgreed` looks once more in
 * the transaction that asks, under its own locks, and throws AppError 'conflict' where it was taken back meanwhile.
 */
export type SystemAsker = {
  actor: Actor & { kind: 'system' }
  agreedBy: { id: string | null; name: string }
  stillAgreed: (client: PoolClient) => Promise<void>
}

/**
 * The same for a part of the system that does what an owner agreed to beforehand: an automatic disable when a plan ends, say. One token is
 * sent, and stands for review; more than one wait for a second person, who may not be whoever agreed. Throws as `askForActs` does, so
 * that what cannot be asked for now (a source that may not act, an act that is under way) is told and not lost.
 */
export async function askForActsAsSystem(
  world: World,
  { actor, agreedBy, stillAgreed }: SystemAsker,
  asked: Pick<NewAct, 'ids' | 'reason'> & { verb: 'disable' },
): Promise<AskedActs> {
  const words = { by: actor.name, byId: null, agreedBy: agreedBy.name, agreedById: agreedBy.id }
  return ask(world, { asker: { by: 'system' }, actor, scope: { all: true }, ...words, before: stillAgreed }, { ...asked, typed: null })
}

type Who = {
  asker: ActAsker
  actor: Actor
  scope: Scope
  by: string
  byId: string | null
  agreedBy: string | null
  agreedById: string | null
  /** What is looked at in the same transaction, before the tokens are held; it throws where it is not so any more. */
  before?: (client: PoolClient) => Promise<void>
}
type Asked = { verb: ProviderVerb; ids: readonly string[]; reason: string; typed: string | null }

async function ask(world: World, who: Who, asked: Asked): Promise<AskedActs> {
  const ids = [...new Set(asked.ids)]
  const notTheirs = askerRefusal(who.asker, asked.verb)
  if (notTheirs) throw new AppError('forbidden', notTheirs)
  const tokens = await readActTokens(world.db, who.scope, ids)
  if (tokens.length !== ids.length || ids.length === 0) throw new AppError('not-found', 'There is no such token.')
  const issues = actIssues(asked.verb, tokens, asked.typed)
  if (issues.length > 0) throw new AppError('bad-input', 'Nothing was asked for.', issues)
  const requestId = uuid()
  const { acts, second } = await patientTransaction(world.db.pool, async (client) => {
    const { verb, reason } = asked
    await who.before?.(client)
    const held = await hold(client, who.scope, tokens)
    const second = secondFor(who.asker, verb, held)
    const { by: askedBy, byId: askedById, agreedBy, agreedById } = who
    const acted = held.map((token) => ({ ...token, reviewBecause: reviewFor(who.asker, verb, token, second) }))
    const request = { requestId, verb, reason, askedBy, askedById, agreedBy, agreedById, secondBecause: second }
    const added = await insertRequest(client, request, acted, world.now)
    for (const [planId, of] of Map.groupBy(held, (token) => token.planId))
      if (planId) await insertPlanEvents(client, planId, [eventOf(verb, of, who)], world.now)
    const after = { verb, reason, tokens: ids, waits: second, askedBy, ...(agreedBy && { agreedBy }) }
    await record(client, { actor: who.actor, act: 'act.asked', target: `act:${requestId}`, after }, world.now, world.auditKey)
    return { acts: added, second }
  })
  return { requestId, acts, sources: [...new Set(tokens.map(({ sourceId }) => sourceId))], waits: second !== null }
}

/** Holds the tokens, with whose they are and whether they have leaked as it is now: what was read before may have changed since. */
async function hold(client: PoolClient, scope: Scope, tokens: readonly ActToken[]): Promise<readonly ActToken[]> {
  const { tokens: rows, isBusy } = await holdActTokens(client, tokens.map(({ id }) => id)) // prettier-ignore
  if (isBusy) throw new AppError('conflict', 'Somebody was faster: something is asked for a token of these already.')
  return tokens.map((token) => {
    const row = rows.get(token.id)
    if (!row || !(scope.all || (row.ownerId !== null && scope.ownerIds.includes(row.ownerId))))
      throw new AppError('not-found', 'There is no such token.')
    return { ...token, isExposed: row.isExposed, ownerId: row.ownerId }
  })
}

function eventOf(verb: ProviderVerb, tokens: readonly ActToken[], { by, byId }: Who) {
  const names = tokens.slice(0, 20).map(({ name }) => name)
  const kinds = [...new Set(tokens.map(({ kind }) => kind))].toSorted()
  return { kind: 'act-asked', by: { id: byId, name: by }, detail: { verb, tokens: names, kinds } } as const
}
