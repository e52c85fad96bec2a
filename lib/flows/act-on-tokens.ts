import type { PoolClient } from 'pg'
import { v7 as uuid } from 'uuid'
import { record, type AuditEntry } from '../db/audit.ts'
import { readMark } from '../db/audit-mark.ts'
import { changedMeanwhile } from '../db/changed-meanwhile.ts'
import { chooseTokens, lockIds, nextChosen, verdictMoves, withConnection } from '../db/chosen-tokens.ts'
import { lockAssignee } from '../db/lock-assignee.ts'
import { rehearsal, transactionOn } from '../db/transaction.ts'
import { insertControls, insertExposures, insertStatements, withdrawStatements } from '../db/write-statements.ts'
import type { Cause } from '../db/write-tokens.ts'
import { AppError } from '../model/app-error.ts'
import type { ChangeKind } from '../model/change.ts'
import { evidenceEnds } from '../model/evidence.ts'
import type { Json } from '../model/json.ts'
import { mostReviewDays } from '../model/stated-fact.ts'
import type { ActPreview, ChangedMeanwhile, ChosenTokens, SeenBefore, TokenAct } from '../model/token-act.ts'
import type { Scope } from '../model/viewer.ts'
import { endExceptions } from './exceptions.ts'
import { firstId, reappraise } from './reappraise.ts'
import type { Statement } from './appraise.ts'
import type { World } from './world.ts'

const day = 86_400_000
/** Tokens of one transaction: others wait for its locks for as long as it takes, a few seconds. */
const partSize = 5_000
/** Trying an act costs what doing it costs. */
const mostTried = 2_000

/** A signed-in person and what they may see. */
export type Doer = { id: string; name: string; scope: Scope }

export type Asked = { act: TokenAct; chosen: ChosenTokens }

/** Done, or not done because it is not what was confirmed: then what it would be now. */
export type Acted = { done: true; count: number; changed: number } | { done: false; now: ActPreview }

/** What an act would do, and what others did to the same since `mark`. Writes nothing. */
export async function previewAct(world: World, doer: Doer, asked: Asked, mark: string): Promise<ActPreview> {
  validate(asked.act, world.now)
  return withConnection(world.db.pool, (client) => rehearsal(client, () => preview(world, client, doer, asked, mark)))
}

/**
 * Does to the chosen tokens what a person asks, with one audit entry. In the transaction that counts them: where they are not as
 * many as `seen`, or others changed the same of them since, nothing is changed and the answer says what it would be now. More than
 * 5,000 take several transactions; each is whole, the audit entry is in the first, and to ask again does no harm.
 */
export async function actOnTokens(world: World, doer: Doer, asked: Asked, seen: SeenBefore): Promise<Acted> {
  validate(asked.act, world.now)
  const cause: Cause = { cause: `edit:${uuid()}`, runId: null, at: world.now }
  return withConnection(world.db.pool, async (client): Promise<Acted> => {
    const begun = await transactionOn(client, () => begin(world, client, doer, asked, seen, cause))
    if ('stale' in begun)
      return { done: false, now: { ...begun.stale, verdicts: await tried(client, doer, asked, begun.stale.count, cause) } }
    const changed = begun.part.changed + (await goOn(world, client, doer, asked, cause, begun))
    return { done: true, count: begun.count, changed }
  }).finally(() => voidExceptions(world, asked.act))
}

/** A leak voids at once what was accepted, even where the act stopped on its way. What fails here, the next sync or hour does. */
async function voidExceptions(world: World, act: TokenAct): Promise<void> {
  if (act.do !== 'exposure') return
  await endExceptions(world).catch((error: unknown) => world.log.warn({ err: error }, 'exceptions could not be ended after a leak'))
}

type Part = { seen: number; changed: number; last: string | undefined }
type Begun = { stale: Omit<ActPreview, 'verdicts'> } | { count: number; part: Part }

/**
 * The first transaction: counts, compares with what was seen, does the first part and writes the audit entry. It compares under the
 * locks of that part: whoever was faster has committed by then, so that nothing of theirs is replaced unseen.
 */
async function begin(world: World, client: PoolClient, doer: Doer, asked: Asked, seen: SeenBefore, cause: Cause): Promise<Begun> {
  const count = await chooseTokens(client, doer.scope, asked.chosen, world.now)
  if (count === 0) throw new AppError('not-found', 'None of these tokens is there, or is yours to change. Nothing was changed.')
  const ids = await nextChosen(client, firstId, partSize)
  await lockAssigned(client, asked.act)
  await lockIds(client, ids)
  const mark = await readMark(client)
  const meanwhile = await changesOf(client, doer, asked.act, seen.mark)
  if (count !== seen.count || meanwhile.count > 0) return { stale: { count, mark, meanwhile } }
  const part = await perform(client, asked.act, ids, doer, cause)
  await record(client, entryOf(doer, asked, count, part, cause), world.now, world.auditKey)
  return { count, part }
}

/** The parts after the first, each in a transaction of its own. Answers with how many tokens they changed. */
async function goOn(
  world: World,
  client: PoolClient,
  doer: Doer,
  { act }: Asked,
  cause: Cause,
  { count, part }: { count: number; part: Part },
) {
  let [done, changed, last] = [part.seen, 0, part.last]
  while (done < count && last) {
    const after: string = last
    try {
      const next = await transactionOn(client, async () => perform(client, act, await nextChosen(client, after, partSize), doer, cause))
      done += next.seen
      changed += next.changed
      last = next.last
    } catch (error) {
      world.log.error({ err: error, cause: cause.cause, done, count }, 'an act on many tokens stopped on its way')
      throw new AppError(
        'unavailable',
        `Stopped after ${done} of ${count} tokens; those are done. Ask again, and it goes on with the rest.`,
      )
    }
  }
  return changed
}

async function preview(world: World, client: PoolClient, doer: Doer, asked: Asked, since: string): Promise<ActPreview> {
  const mark = await readMark(client)
  const count = await chooseTokens(client, doer.scope, asked.chosen, world.now)
  const meanwhile = await changesOf(client, doer, asked.act, since)
  if (count > mostTried) return { count, mark, meanwhile, verdicts: null }
  await lockAssigned(client, asked.act)
  await perform(client, asked.act, await nextChosen(client, firstId, mostTried), doer, { cause: 'rehearsal', runId: null, at: world.now })
  return { count, mark, meanwhile, verdicts: await verdictMoves(client) }
}

/** The verdicts that would move, for an act that was not done: the chosen tokens are those of the connection. */
async function tried(client: PoolClient, doer: Doer, { act }: Asked, count: number, cause: Cause): Promise<ActPreview['verdicts']> {
  if (count > mostTried) return null
  return rehearsal(client, async () => {
    await perform(client, act, await nextChosen(client, firstId, mostTried), doer, cause)
    return verdictMoves(client)
  })
}

/** One part of an act: what is stated of these tokens, and their scores after it. */
async function perform(client: PoolClient, act: TokenAct, ids: readonly string[], doer: Doer, cause: Cause): Promise<Part> {
  const last = ids.at(-1)
  const again = async (statement: Statement, those = ids) =>
    ({ ...(await reappraise(client, { by: 'ids', ids: those }, cause, statement)), seen: ids.length, last }) // prettier-ignore
  if (act.do === 'owner') return again({ ownerId: act.ownerId })
  if (act.do === 'workload') return again({ workloadId: act.workloadId })
  await lockIds(client, ids)
  switch (act.do) {
    case 'fact':
      await insertStatements(client, ids, { ...act, by: doer }, cause)
      return again({ restated: true })
    case 'withdraw':
      return again({ restated: true }, await withdrawStatements(client, ids, { fact: act.fact, by: doer }, cause))
    case 'control':
      await insertControls(client, ids, act.control, { expiresAt: evidenceEnds(act.control.evidencedAt), statedBy: `user:${doer.id}` })
      return again({})
    case 'exposure':
      await insertExposures(client, ids, act.leak, { by: `user:${doer.id}`, at: cause.at })
      return again({})
  }
}

/** Evidence is added beside other evidence; what a person states takes the place of what another stated. */
function changesOf(client: PoolClient, doer: Doer, act: TokenAct, mark: string): Promise<ChangedMeanwhile> {
  const kinds: Readonly<Record<TokenAct['do'], readonly ChangeKind[]>> = {
    owner: ['owner-changed'],
    workload: ['workload-changed'],
    fact: ['fact-stated', 'fact-withdrawn'],
    withdraw: ['fact-stated', 'fact-withdrawn'],
    control: [],
    exposure: [],
  }
  const fact = act.do === 'fact' ? act.stated.fact : act.do === 'withdraw' ? act.fact : null
  return changedMeanwhile(client, { kinds: kinds[act.do], fact, mark, actorId: doer.id })
}

async function lockAssigned(client: PoolClient, act: TokenAct): Promise<void> {
  if (act.do === 'owner') await lockAssignee(client, 'owner', act.ownerId)
  if (act.do === 'workload') await lockAssignee(client, 'workload', act.workloadId)
}

/** Throws AppError 'bad-input' for days that cannot be. */
function validate(act: TokenAct, now: Date): void {
  const wrong = (where: string, what: string) => new AppError('bad-input', 'Some of this cannot be used.', [{ where, what }])
  if (act.do === 'control' && act.control.evidencedAt > now)
    throw wrong('evidencedAt', 'Evidence cannot be from the future. Use today or earlier.')
  if (act.do === 'exposure' && act.leak.foundAt > now)
    throw wrong('foundAt', 'It cannot have been found in the future. Use now or earlier.')
  if (act.do !== 'fact') return
  const { stated, reviewAt } = act
  if (reviewAt <= now) throw wrong('reviewAt', 'The review is ahead of us. Use a later day.')
  if (reviewAt.getTime() > now.getTime() + mostReviewDays * day) throw wrong('reviewAt', 'Review it within a year.')
  const dated = (stated.fact === 'issuedAt' || stated.fact === 'lastUsed' || stated.fact === 'expires') && stated.value !== 'never'
  if (!dated) return
  const at = new Date(`${stated.value}T00:00:00Z`)
  if (stated.fact !== 'expires' && at > now) throw wrong('value', 'That day is not here yet. Use today or earlier.')
  if (stated.fact === 'expires' && at <= now)
    throw wrong('value', 'A statement does not end a token; a sync shows that it is gone. Use a day ahead.')
}

const acts = { owner: 'tokens.stated', workload: 'tokens.stated', fact: 'fact.stated', withdraw: 'fact.withdrawn', control: 'control.recorded', exposure: 'exposure.recorded' } as const // prettier-ignore

function entryOf(doer: Doer, { act, chosen }: Asked, count: number, part: Part, { cause }: Cause): AuditEntry {
  const { do: _, ...what } = plain(act) as { do: string; [name: string]: Json }
  const by = chosen.by === 'search' ? { chosenBy: plain(chosen.search) } : {}
  // How many changed is known here only where one transaction does it all.
  const changed = count <= partSize ? { changed: part.changed } : {}
  return {
    actor: { kind: 'user', id: doer.id, name: doer.name },
    act: acts[act.do],
    target: count === 1 && part.last ? `token:${part.last}` : `tokens:${count}`,
    after: { ...what, ...by, ...changed, tokens: count, cause },
  }
}

function plain(value: object): Json {
  return JSON.parse(JSON.stringify(value)) as Json
}
