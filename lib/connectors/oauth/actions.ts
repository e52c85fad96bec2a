import { randomBytes } from 'node:crypto'
import type { Actions, AskedAct, Check, ConnectorWorld, Look } from '../contract.ts'
import { CallError } from '../http/call-error.ts'
import { beforeSending, notAddressed } from '../not-sent.ts'
import { cannotTell, shownAs } from '../rest/look.ts'
import { failedCheck } from '../rest/probes.ts'
import { errorWord, openCalls } from './calls.ts'
import { clientOf, type Client } from './client.ts'
import { parseTokens, type GivenToken } from './lines.ts'
import { endpointOf, readMetadata } from './metadata.ts'
import { openReading, type Reading } from './reading.ts'
import { ActionCredential, type Credential, type Settings } from './settings.ts'
import { lookAt, openLooking, type Looking } from './tokens.ts'
import { actionFields, actionPolicy } from './words.ts'

const deletes = ['delete'] as const
const call = 'POST revocation'
/** Of so many others it is asked whether one is active. */
const mostOthers = 5

/** Revokes tokens (RFC 7009): those that are listed in the acting credential, as the client that they were issued to. */
export const actions: Actions<Settings, Credential, ActionCredential> = {
  kinds: { 'oauth.access-token': deletes, 'oauth.refresh-token': deletes, 'oauth.token': deletes },
  credential: ActionCredential,
  fields: actionFields,
  policy: actionPolicy,
  steps: [
    'Give the client that the tokens were issued to: a server takes a revocation from nobody else. It is not the client that reads.',
    'List the tokens of it that may be revoked. Revoking a refresh token mostly ends its access tokens as well; that is the server’s choice.',
    'A JWT works on at resource servers that check its signature alone, until it ends. Whether it does is shown only where it may be tried.',
  ],
  principal: 'the client that the tokens were issued to',
  test: testRevocation,
  async sameAsReading(_settings, reads, acts) {
    return 'clientId' in reads && reads.clientId === acts.clientId ? 'This is the client that reads. What reads must not act.' : null
  },
  look: lookAtTarget,
  act: revoke,
}

/** By revoking a token that nobody has, which a server answers as if it had worked (RFC 7009, 2.2): it shows that the client is let in. */
async function testRevocation(settings: Settings, credential: ActionCredential, world: ConnectorWorld): Promise<readonly Check[]> {
  const row = {
    permission: 'Revoke tokens of its own',
    lost: 'Revoking.',
    missing: 'The server does not let this client revoke.',
  }
  try {
    await post(settings, credential, world, randomBytes(32).toString('base64url'))
    const says =
      'The server lets the client in: it answered about a made-up token. Whether each listed token is of this client shows when it is revoked.'
    return [{ permission: row.permission, state: 'granted', says, lost: row.lost }]
  } catch (error) {
    return [failedCheck(error, row)]
  }
}

/** By asking its server. What is no JWT and not active is gone; a JWT only where a resource server was seen to refuse it. */
async function lookAtTarget(settings: Settings, credential: Credential, world: ConnectorWorld, target: AskedAct['target']): Promise<Look> {
  const reading = openReading(settings, credential, world)
  const given = (await reading.given()).find(({ token }) => world.fingerprint(token) === target.externalId)
  if (!given) return cannotTell('The token is not among those that this source keeps, so that nobody can ask about it.')
  const looking = await openLooking(reading)
  if (!looking.asks) return cannotTell(`Its server cannot be asked: ${looking.silence}.`)
  const looked = await lookAt(given, looking)
  if (looked.is === 'over')
    return looked.sure || (await hearsOfAnother(reading, given, looking)) ? shownAs('gone') : cannotTell('Its server calls it not active, and no other token active: it says the same to a client that may not ask.')
  if (looked.is === 'left-out') return cannotTell(looked.why.message)
  const { introspection } = looked.token.tags
  if (introspection === 'active') return shownAs('live')
  return cannotTell(introspection === 'not asked' ? 'Its server does not introspect JWTs.' : `${looked.token.evidence.lifecycle}.`)
} // prettier-ignore

/** Whether the same client is told of another token that it is active: then it may ask, and "not active" means what it says. */
async function hearsOfAnother(reading: Reading, but: GivenToken, looking: Looking): Promise<boolean> {
  for (const other of (await reading.given()).filter((one) => one !== but).slice(0, mostOthers)) {
    const looked = await lookAt(other, looking).catch(() => null)
    if (looked?.is === 'live' && looked.token.tags.introspection === 'active') return true
  }
  return false
}

async function revoke(settings: Settings, credential: ActionCredential, world: ConnectorWorld, { target }: AskedAct): Promise<void> {
  const parsed = parseTokens(credential.tokens)
  const given = typeof parsed === 'string' ? undefined : parsed.find(({ token }) => world.fingerprint(token) === target.externalId)
  if (!given) throw notAddressed(call, 'The token is not among those that the acting credential may revoke.')
  await post(settings, credential, world, given.token)
}

async function post(settings: Settings, credential: ActionCredential, world: ConnectorWorld, token: string): Promise<void> {
  const calls = openCalls(world)
  const { url, client } = await beforeSending(async () => {
    const endpoint = endpointOf('revocation', await readMetadata(calls, settings), settings)
    if (endpoint === null) throw notAddressed(call, 'The server’s metadata names no revocation endpoint.')
    return { url: endpoint, client: clientOf(settings, credential) as Client }
  })
  await calls.once({
    method: 'POST',
    url,
    name: call,
    accept: 'application/json',
    async send() {
      const { headers, form } = await beforeSending(() => client.prove())
      return { headers, form: { token, ...form } }
    },
    judge: (refused) => {
      const word = refused.status === 400 ? errorWord(refused) : null
      const says = word === 'unsupported_token_type' ? 'the server revokes no tokens of this form' : word && 'the server calls it ' + word
      return says ? new CallError('provider', `${call} was refused (400): ${says}.`, { call, status: 400, why: 'failed' }) : null
    },
  })
}
