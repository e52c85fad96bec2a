import { v7 as uuid } from 'uuid'
import { record } from '../db/audit.ts'
import { findTokensCalled } from '../db/exposure-acts.ts'
import { shareDirectory } from '../db/lock-directory.ts'
import { patientTransaction } from '../db/transaction.ts'
import { calledWrongly } from '../exposure/called.ts'
import { fingerprintKey } from '../exposure/fingerprint.ts'
import { withoutSecret } from '../exposure/finding.ts'
import { keyOf } from '../exposure/gather.ts'
import { without } from '../exposure/reports.ts'
import { AppError, type Issue } from '../model/app-error.ts'
import type { LeakSighting, StillValid } from '../model/leak.ts'
import { actorOf, type Viewer } from '../model/viewer.ts'
import { endExceptions } from './exceptions.ts'
import { lookAtLeakPlans } from './look-at-plans.ts'
import { leakKeyed, setTokenOfKey } from '../db/leak-keyed.ts'
import { reappraise } from './reappraise.ts'
import { recordLeaks } from './record-leaks.ts'
import type { World } from './world.ts'

/** What somebody says of a leak. One of `token`, `secret` and `tail` says which it is; `secret` is hashed here and let go. */
export type LeakByHand = {
  foundIn: string
  foundAt: Date
  url: string | null
  stillValid: StillValid
  token: string | null
  secret: string | null
  kind: string | null
  tail: string | null
}

/**
 * Records a leak that somebody found. Answers with its id. The secret goes no further than its keyed hash: it is in no row, no log, no
 * error and no audit entry. Throws AppError 'bad-input' by field, and never with what was pasted.
 */
export async function recordLeakByHand(world: World, viewer: Viewer, said: LeakByHand): Promise<string> {
  const leak = sightingOf(world, said)
  const { id, touched } = await patientTransaction(world.db.pool, async (client) => {
    await shareDirectory(client)
    const named = said.token === null ? [] : await findTokensCalled(client, viewer.scope, said.token)
    const unclear = said.token === null ? null : calledWrongly(named)
    if (unclear) throw wrong([{ where: 'token', what: unclear }])
    const { tokenIds } = await recordLeaks(client, [leak], `user:${viewer.id}`, world.now)
    const [token] = named
    if (token) await setTokenOfKey(client, leak.key, token.id)
    const touched = token ? [...tokenIds, token.id] : tokenIds
    if (touched.length > 0) await reappraise(client, { by: 'ids', ids: touched }, { cause: `edit:${uuid()}`, runId: null, at: world.now })
    const recorded = await leakKeyed(client, leak.key)
    const after = { foundIn: leak.places[0]?.in, foundAt: said.foundAt.toISOString(), stillValid: said.stillValid, kind: leak.kind, token: recorded.tokenId }
    await record(client, { actor: actorOf(viewer), act: 'exposure.recorded', target: `exposure:${recorded.id}`, after }, world.now, world.auditKey)
    return { id: recorded.id, touched }
  })
  await endExceptions(world).catch((error: unknown) => world.log.warn({ err: error }, 'exceptions could not be ended after a leak'))
  await lookAtLeakPlans(world, touched)
  return id
} // prettier-ignore

function sightingOf({ now, auditKey }: World, said: LeakByHand): LeakSighting {
  const { foundIn, foundAt, url, stillValid, token, secret, kind, tail } = said
  const issues: Issue[] = []
  if (foundIn.trim() === '') issues.push({ where: 'foundIn', what: 'Say where it was found.' })
  if (foundAt > now) issues.push({ where: 'foundAt', what: 'It cannot have been found in the future. Use now or earlier.' })
  if (secret !== null && secret.trim().length < 8) issues.push({ where: 'secret', what: 'This is too short for a secret.' })
  if (secret !== null && secret.length > 20_000) issues.push({ where: 'secret', what: 'This is too long for a secret.' })
  if (tail !== null && !/^[\w.~+/=-]{4,8}$/.test(tail))
    issues.push({ where: 'tail', what: 'Give the last four to eight characters, and no more.' })
  if (tail !== null && kind === null) issues.push({ where: 'kind', what: 'Say what kind it is: last characters alone tell little.' })
  if (token === null && secret === null && tail === null)
    issues.push({ where: 'token', what: 'Say which it is: a token’s name or id, its last characters, or the secret itself.' })
  // What was pasted as the secret often stands in the line it was found in as well, a pair of id and secret in parts.
  const parts = secret === null ? [] : [secret, ...secret.split(/[\s:]+/)]
  if (url !== null && without(parts, url) !== url)
    issues.push({ where: 'url', what: 'This address holds the secret itself. Give the page without it.' })
  if (issues.length > 0) throw wrong(issues)
  const place = without(parts, foundIn.trim())
  const raw = { detector: 'by hand', names: kind ?? '', secret, secretSeen: true, place, repository: null, url, at: null, stillValid }
  const { kind: seen, reference, tail: kept, fingerprint } = withoutSecret(raw, fingerprintKey(auditKey))
  // Without the secret, what was said is all that tells one such leak from another.
  const key = fingerprint ? keyOf({ reference, fingerprint, detector: 'by hand', place }) : `hand:${uuid()}`
  return {
    key,
    detector: 'by hand',
    kind: seen ?? kind,
    reference,
    tail: kept ?? (tail && (tail.length === 8 ? tail : tail.slice(-4))),
    fingerprint,
    repository: null,
    foundAt,
    stillValid,
    secretSeen: true,
    places: [{ in: place, at: null, url }],
    placeCount: 1,
    finderSays: null,
    finderClosed: false,
  }
}

function wrong(issues: readonly Issue[]): AppError {
  return new AppError('bad-input', 'Some of this cannot be used.', issues)
}
