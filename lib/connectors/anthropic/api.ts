import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { ConnectorWorld } from '../contract.ts'
import { CallError } from '../http/call-error.ts'
import { openApi, type Api } from '../rest/api.ts'
import { holdToken, type Minted } from '../rest/held-token.ts'
import { readKey, signedJwt } from '../rest/jwt.ts'
import { byCursor, valueAt, type Next } from '../rest/paging.ts'
import { askForToken } from '../rest/token-endpoint.ts'
import { openTokenFile } from '../rest/token-file.ts'
import type { Credential, Settings } from './settings.ts'

/** Anthropic's administration interface. `federated`: signed in as a service account, which sees what no Admin API key may. */
export type Anthropic = { api: Api; federated: boolean }

/** The version that the fields here are of, and what requests with an access token carry. */
const headers = { 'anthropic-version': '2026-10-21' }
const withToken = { 'anthropic-beta': 'oauth-2025-04-20' }
const withAssertion = { 'anthropic-beta': 'oauth-2025-04-20,oidc-federation-2026-04-01' }

/** Most listings go on after the id of their last row, as long as they say that there is more. */
export const nextAfter: Next = saying('has_more', byCursor({ field: 'last_id', param: 'after_id', while: 'has_more' }))
/** Those of federation name their next page, or null. */
export const nextPage: Next = saying('next_page', byCursor({ field: 'next_page', param: 'page' }))
export const pageSize = 100

/** A page that does not say whether there is more may not be the last. */
function saying(field: string, next: Next): Next {
  return (page) => {
    if (valueAt(page.answer.data, field) !== undefined) return next(page)
    throw new CallError('provider', `${page.call} does not say whether there is more.`, { call: page.call, why: 'malformed' })
  }
}

const Organisation = z.object({ id: z.string().max(200) })

/** Makes sure that an Admin API key is of the organisation that is asked for, where its id is given: signing in by federation names it by itself. Throws CallError. */
export async function checkOrganisation({ api, federated }: Anthropic, { organisationId }: Settings): Promise<void> {
  if (federated || organisationId === undefined) return
  const call = 'GET /v1/organizations/me'
  const own = Organisation.safeParse((await api.get('/v1/organizations/me')).data).data
  if (own?.id === organisationId) return
  const says = `${call} answered ${own ? 'another organisation than the one asked for: the key is of that one' : 'something that is not an organisation'}.`
  throw new CallError('provider', says, { call, why: own ? 'inconsistent' : 'malformed' })
} // prettier-ignore

export function openAnthropic(settings: Settings, credential: Credential, world: ConnectorWorld): Anthropic {
  const baseUrl = settings.baseUrl
  if ('adminKey' in credential)
    return { api: openApi({ baseUrl, authorize: () => ({ 'x-api-key': credential.adminKey }), world, headers }), federated: false }
  const token = holdToken(() => signIn(settings, credential, world))
  const authorize = async () => ({ authorization: `Bearer ${await token()}`, ...withToken })
  return { api: openApi({ baseUrl, authorize, world, headers }), federated: true }
}

const meanings = {
  invalid_grant: 'the token does not fit the rule: look at its issuer, subject and audience, and at the rule’s workspaces',
  invalid_client: 'the organisation, the rule or the service account is not known',
  authentication_error: 'the token does not fit the rule: look at its issuer, subject and audience, and at the rule’s workspaces',
  permission_error: 'the rule does not grant what was asked for',
} as const

/** An identity token for an access token (RFC 7523, 2.1). */
async function signIn(settings: Settings, credential: Exclude<Credential, { adminKey: string }>, world: ConnectorWorld): Promise<Minted> {
  const { organisationId, federationRule, serviceAccount } = settings
  if (!organisationId || !federationRule || !serviceAccount)
    throw unusable('Signing in by federation takes the ids of the organisation, the federation rule and the service account.')
  const url = `${settings.baseUrl}/v1/oauth/token`
  const assertion =
    'privateKey' in credential ? ownAssertion(settings, credential.privateKey) : await openTokenFile(credential.tokenFile, url)()
  const call = 'the sign-in to Anthropic'
  const json = {
    grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
    assertion,
    federation_rule_id: federationRule,
    organization_id: organisationId,
    service_account_id: serviceAccount,
  }
  return askForToken({ url, call, json, headers: { ...headers, ...withAssertion }, meanings, world })
}

/** Whom the assertion is for, and who it says that we are; the rule names both. */
export const assertedAs = { audience: 'https://api.anthropic.com', subject: 'standdown' } as const

/** Five minutes, and once: the issuer's own limit is an hour unless somebody set another. */
function ownAssertion({ issuer }: Settings, privateKey: string): string {
  if (!issuer) throw unusable('Signing in by a key of our own takes the issuer that Anthropic knows the key by.')
  const now = Math.floor(Date.now() / 1_000)
  const { audience: aud, subject: sub } = assertedAs
  const signer = readKey(privateKey)
  return signedJwt(signer, { typ: 'JWT', ...(signer.kid && { kid: signer.kid }) }, { iss: issuer, sub, aud, iat: now, exp: now + 300, jti: randomUUID() })
} // prettier-ignore

function unusable(says: string): CallError {
  return new CallError('provider', says, { call: 'the sign-in to Anthropic', status: 401, why: 'not-permitted' })
}
