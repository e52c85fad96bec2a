import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import type { ConnectorWorld } from '../contract.ts'
import { withAskedWait } from '../http/asked-wait.ts'
import { CallError, statusError } from '../http/call-error.ts'
import type { NamedInit } from '../http/guarded-fetch.ts'
import { jsonOf } from '../http/json-of.ts'
import { isRefusal, noAuthorizationServer } from '../rest/token-endpoint.ts'
import { holdToken, type Minted } from '../rest/held-token.ts'
import { signedAssertion } from './assertion.ts'
import { ownLoginUrl, type Credential, type Settings } from './settings.ts'

const call = 'the sign-in to Entra ID'
const jwtBearer = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

const Token = z.object({ access_token: z.string().min(1).max(20_000), expires_in: z.coerce.number().positive().max(604_800) })
const Refusal = z.object({ error_codes: z.array(z.number()).min(1) })

/** What Entra ID's own numbers of refusals mean, where that tells what to do. */
const meanings: Readonly<Record<number, string>> = {
  90002: 'there is no such tenant',
  500011: 'the tenant has no such interface (none with Azure subscriptions has no Azure Resource Manager)',
  700016: 'there is no such application in the tenant',
  7000215: 'the client secret is wrong (its value is asked for, not its id)',
  7000222: 'the client secret has expired',
  700027: 'the certificate is not one of the application’s, or the signature does not fit',
  7000229: 'the application has no service principal in the tenant',
  70021: 'no federated credential of the application fits the token’s issuer, subject and audience',
  700213: 'no federated credential of the application fits the token’s issuer, subject and audience',
  7000112: 'the application is disabled',
  5002738: 'the issuer does not sign its token with RS256, which is what Entra ID takes',
}

/**
 * Signs an application in (client credentials, RFC 6749 4.4) and keeps the access token in memory until shortly before it ends. Calls at
 * once share one sign-in. A token is for one interface, by its address: `to`. The function throws CallError.
 */
export function openSignIn(settings: Settings, identity: Identity, world: ConnectorWorld, to = settings.graphUrl): () => Promise<string> {
  return holdToken(() => mint(settings, identity, world, to))
} // prettier-ignore

type Identity = { clientId: string; credential: Credential }

async function mint(settings: Settings, { clientId, credential }: Identity, world: ConnectorWorld, to: string): Promise<Minted> {
  const url = `${settings.loginUrl}/${encodeURIComponent(settings.tenant)}/oauth2/v2.0/token`
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: clientId,
    scope: `${new URL(to).origin}/.default`,
    ...(await proof(credential, clientId, url)),
  })
  const init: NamedInit = {
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded', 'user-agent': 'standdown' },
    body: form.toString(),
    signal: world.signal,
    callName: call,
  }
  const response = await world.fetch(url, init)
  const answer = jsonOf(await response.text())
  if (!response.ok) throw refused(response, answer)
  const { data } = Token.safeParse(answer)
  if (!data) throw new CallError('provider', `${call} answered no access token: look at the address.`, { call, why: 'malformed' })
  return { token: data.access_token, livesMs: data.expires_in * 1_000 }
} // prettier-ignore

/** What goes along to show who asks. */
async function proof(credential: Credential, clientId: string, audience: string): Promise<Record<string, string>> {
  if ('clientSecret' in credential) return { client_secret: credential.clientSecret }
  const assertion = 'federated' in credential ? await federatedToken(audience) : signed(credential, clientId, audience)
  return { client_assertion_type: jwtBearer, client_assertion: assertion }
}

function signed(credential: { certificate: string; privateKey: string }, clientId: string, audience: string): string {
  try {
    return signedAssertion(credential, { clientId, audience, now: new Date() })
  } catch {
    throw unusable('The certificate cannot be used to sign in: paste the certificate and its own RSA private key, both as PEM.')
  }
}

/**
 * The environment alone names the file, and whom it is for, as workload identity in AKS sets both: a path that were typed in could be any file
 * of the machine, and an address that were typed in could be anybody's.
 */
async function federatedToken(sentTo: string): Promise<string> {
  const file = process.env.AZURE_FEDERATED_TOKEN_FILE
  if (!file) throw unusable('AZURE_FEDERATED_TOKEN_FILE is not set where Standdown runs, so there is no token to sign in with.')
  const isFor = URL.parse(process.env.AZURE_AUTHORITY_HOST || ownLoginUrl)?.origin
  if (isFor !== new URL(sentTo).origin)
    throw unusable(
      `The token that AZURE_FEDERATED_TOKEN_FILE names is for ${isFor ?? 'nobody'} alone, and was not sent to ${new URL(sentTo).origin}. Correct the source’s sign-in address, or let whoever runs Standdown name the other in AZURE_AUTHORITY_HOST.`,
    )
  const token = await readFile(/* turbopackIgnore: true */ file, 'utf8').catch(() => '')
  if (!token.trim()) throw unusable('The file that AZURE_FEDERATED_TOKEN_FILE names cannot be read, or is empty.')
  return token.trim()
}

function unusable(says: string): CallError {
  return new CallError('provider', says, { call, status: 401, why: 'not-permitted' })
}

/** A bad request is a refusal here: Entra ID answers 400 to a tenant, an application or an assertion that it does not know. */
function refused(response: Response, answer: unknown): CallError {
  const code = Refusal.safeParse(answer).data?.error_codes[0]
  const meaning = code === undefined ? undefined : meanings[code]
  const says = code === undefined ? '' : `AADSTS${code}${meaning ? `, ${meaning}` : ''}.`
  if (!isRefusal(answer) && response.status < 500 && response.status !== 429) return noAuthorizationServer(call, response.status)
  if (response.status === 400 || response.status === 401) return statusError(call, 401, says)
  return withAskedWait(statusError(call, response.status, says), (name) => response.headers.get(name))
}
