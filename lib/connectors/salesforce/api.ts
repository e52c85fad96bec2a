import { z } from 'zod'
import type { ConnectorWorld } from '../contract.ts'
import { CallError, statusError } from '../http/call-error.ts'
import { openApi, type Api, type Judge } from '../rest/api.ts'
import { holdToken, type Minted } from '../rest/held-token.ts'
import { readKey, signedJwt } from '../rest/jwt.ts'
import type { Rows } from '../rest/listing.ts'
import { byAddress } from '../rest/paging.ts'
import { askForToken } from '../rest/token-endpoint.ts'
import type { Credential, Settings } from './settings.ts'

/** Salesforce's REST interface of one org. */
export type Salesforce = { api: Api; queryPath: string; objectsPath: string }

export function openSalesforce(settings: Settings, credential: Credential, world: ConnectorWorld): Salesforce {
  const token = holdToken(() => signIn(settings, credential, world))
  const authorize = async () => ({ authorization: `Bearer ${await token()}` })
  const api = openApi({ baseUrl: settings.instanceUrl, authorize, world, judge })
  const path = `/services/data/v${settings.apiVersion}`
  return { api, queryPath: `${path}/query`, objectsPath: `${path}/sobjects` }
}

const meanings = {
  invalid_grant: 'the user is not there, is not active, or was not approved for the app; or the audience is another',
  invalid_client_id: 'there is no such app',
  invalid_client: 'the secret is wrong, or the app allows no client credentials',
  invalid_app_access: 'the user was not approved for the app',
  inactive_user: 'the user is not active',
} as const

/** Salesforce does not say how long a session lives; the shortest that an org may set is fifteen minutes. */
const livesSeconds = 900

function signIn(settings: Settings, credential: Credential, world: ConnectorWorld): Promise<Minted> {
  const form: Record<string, string> =
    'privateKey' in credential
      ? { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: assertionOf(settings, credential) }
      : { grant_type: 'client_credentials', client_id: credential.clientId, client_secret: credential.clientSecret }
  return askForToken({ url: `${settings.instanceUrl}/services/oauth2/token`, call: 'the sign-in to Salesforce', form, meanings, livesSeconds, world }) // prettier-ignore
}

/** Three minutes: Salesforce takes none that lives longer than five. */
function assertionOf({ audience: aud }: Settings, { clientId: iss, username: sub, privateKey }: Extract<Credential, { privateKey: string }>): string {
  return signedJwt(readKey(privateKey), {}, { iss, sub, aud, exp: Math.floor(Date.now() / 1_000) + 180 })
} // prettier-ignore

const Refusal = z.array(z.object({ errorCode: z.string().regex(/^[A-Z_]{1,100}$/) })).min(1)
const passing = new Set(['QUERY_TIMEOUT', 'SERVER_UNAVAILABLE', 'UNABLE_TO_LOCK_ROW'])
const hidden = new Set(['INVALID_TYPE', 'INVALID_FIELD'])

/** Salesforce's own word for an error says more than its status; the text beside it could say too much. */
const judge: Judge = ({ call, status, data }) => {
  const code = Refusal.safeParse(data).data?.[0]?.errorCode
  if (code === undefined) return null
  if (code === 'REQUEST_LIMIT_EXCEEDED')
    return new CallError('unavailable', `${call} is throttled: the org’s calls for these 24 hours are used up.`, { call, status, why: 'throttled' }) // prettier-ignore
  if (passing.has(code)) return new CallError('unavailable', `${call} failed on Salesforce’s side (${code}).`, { call, status, why: 'failed', retry: true })
  // An object or a field that the user may not see is said not to exist.
  if (hidden.has(code)) return new CallError('provider', `${call}: Salesforce shows it to this user not at all (${code}).`, { call, status, why: 'not-permitted' })
  return statusError(call, status, `Salesforce calls it ${code}.`)
} // prettier-ignore

/** A query's listing, in pages as long as Salesforce makes them. */
export function soql<Row>({ queryPath }: Salesforce, q: string, schema: z.ZodType<Row>): Rows<Row> {
  return { path: queryPath, query: { q }, schema, field: 'records', next: byAddress('nextRecordsUrl') }
}

const Counted = z.object({ totalSize: z.number().int().min(0) })

/** How many rows there are. Throws CallError. */
export async function countOf({ api, queryPath }: Salesforce, from: string): Promise<number> {
  const call = `GET ${queryPath}`
  const { data } = Counted.safeParse((await api.get(queryPath, { q: `SELECT COUNT() FROM ${from}` })).data)
  if (data) return data.totalSize
  throw new CallError('provider', `${call} answered a count that cannot be read.`, { call, why: 'malformed' })
}

/** A text in a query. */
export function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, (sign) => `\\${sign}`).replace(/\n/g, '\\n').replace(/\r/g, '\\r')}'` // prettier-ignore
}

/** An instant in a query: whole seconds. */
export function instant(at: Date): string {
  return at.toISOString().replace(/\.\d{3}Z$/, 'Z')
}

/** An id of Salesforce, of 15 or 18 characters. */
export const SalesforceId = z.string().regex(/^[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?$/)
