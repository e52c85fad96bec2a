import { z } from 'zod'
import type { ConnectorWorld } from '../contract.ts'
import { CallError } from '../http/call-error.ts'
import { openApi, type Api, type Judge, type Reads } from '../rest/api.ts'
import { holdToken } from '../rest/held-token.ts'
import { openTokenFile } from '../rest/token-file.ts'
import type { ActionCredential, Credential, Settings } from './settings.ts'

/** Vault's interface. `lists` answers an empty list where Vault says that there is nothing to list (404 without a word). */
export type Vault = { api: Api; lists: Reads }

/** What was asked for by its accessor or id is not there any more, in Vault's own words. */
export class GoneError extends CallError {}
/** A list of nothing, and an object that is not there, are told alike. */
class NothingThere extends CallError {}

const Refusal = z.object({ errors: z.array(z.string()) })
const Lost = z.object({ data: z.object({ error: z.string() }) })

const judge: Judge = ({ call, status, data }) => {
  const { errors } = Refusal.safeParse(data).data ?? {}
  const lost = Lost.safeParse(data).data?.data.error
  const facts = { call, status, why: 'not-found' } as const
  if (errors?.some((error) => error.includes('invalid accessor')) || lost?.startsWith('failed to find accessor entry'))
    return new GoneError('provider', `${call}: it is not there any more.`, facts)
  if (status === 404 && errors?.length === 0) return new NothingThere('provider', `${call}: there is nothing there.`, facts)
  return null
}

export function openVault(settings: Settings, credential: Credential | ActionCredential, world: ConnectorWorld): Vault {
  const token = openSignIn(settings, credential, world)
  const api = vaultApi(settings, world, async () => ({ 'x-vault-token': await token() }))
  return { api, lists: { base: api.base, get: (path, query) => orNothing(api.get(path, { ...query, list: true })) } }
}

function vaultApi({ baseUrl, namespace, authority }: Settings, world: ConnectorWorld, authorize: () => Promise<Readonly<Record<string, string>>>): Api {
  const headers = { 'x-vault-request': 'true', ...(namespace && { 'x-vault-namespace': namespace }) }
  return openApi({ baseUrl: `${baseUrl}/v1`, authorize, world, judge, headers, ca: authority })
} // prettier-ignore

async function orNothing(asked: ReturnType<Reads['get']>): ReturnType<Reads['get']> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof NothingThere) return { data: { data: { keys: [] } }, headers: {} }
    throw error
  }
}

/** An object, or null where there is none of that name. Throws CallError. */
export async function objectAt(api: Reads, path: string): Promise<unknown> {
  try {
    return (await api.get(path)).data
  } catch (error) {
    if (error instanceof NothingThere) return null
    throw error
  }
}

const SignedIn = z.object({
  auth: z.object({ client_token: z.string().min(1).max(4_000), lease_duration: z.number().min(0) }),
})

/** Signs in where the credential is not a token itself, and again shortly before the token ends. It is kept in memory alone. */
function openSignIn(settings: Settings, credential: Credential | ActionCredential, world: ConnectorWorld): () => Promise<string> {
  if ('token' in credential) return async () => credential.token
  const fromFile = openTokenFile(settings.tokenFile, settings.baseUrl)
  if ('fromFile' in credential && credential.fromFile === 'token') return fromFile
  return holdToken(async () => {
    const [path, body] =
      'roleId' in credential
        ? [
            settings.role === undefined ? (settings.authPath ?? 'approle') : 'approle',
            { role_id: credential.roleId, secret_id: credential.secretId },
          ]
        : [settings.authPath ?? 'jwt', { role: settings.role, jwt: await fromFile() }]
    const { data } = SignedIn.safeParse((await signingIn(settings, world, path, body)).data)
    const call = `POST /auth/${path}/login`
    if (!data) throw new CallError('provider', `${call} answered no token.`, { call, why: 'malformed' })
    return { token: data.auth.client_token, livesMs: (data.auth.lease_duration || 3_600) * 1_000 }
  })
}

/** A bad request is a refusal here: Vault answers 400 to a role id, a secret id or a token that it does not know. */
async function signingIn(settings: Settings, world: ConnectorWorld, path: string, body: object) {
  const call = `POST /auth/${path}/login`
  try {
    return await vaultApi(settings, world, async () => ({})).ask(`/auth/${path}/login`, body)
  } catch (error) {
    if (!(error instanceof CallError) || (error.status !== 400 && error.status !== 403)) throw error
    throw new CallError('provider', `${call} refused the sign-in (${error.status}): ${signInWords(body)}.`, {
      call,
      status: 401,
      why: 'not-permitted',
    })
  }
}

function signInWords(body: object): string {
  if ('role_id' in body) return 'look at the role id and the secret id, and whether the secret id has ended'
  return 'look at the role, at the path of the sign-in, and at whom the token in the file is of'
}

const selfPath = '/auth/token/lookup-self'

/** `id` stands beside these, and is the token itself. A batch token has no accessor: its text is empty. */
const Self = z.object({ data: z.object({ accessor: z.string().max(500).nullish(), entity_id: z.string().max(100).nullish() }) })

/**
 * Whose the token is that is used. Vault answers 403 to a token that it does not know, as it does to one that may not ask: either way nothing can be
 * read. Throws CallError with status 401 then.
 */
export async function whoAmI({ api }: Vault): Promise<{ accessor: string | null; entity: string | null } | null> {
  try {
    const { data } = Self.safeParse((await api.get(selfPath)).data)
    return data ? { accessor: data.data.accessor || null, entity: data.data.entity_id || null } : null
  } catch (error) {
    if (!(error instanceof CallError) || error.status !== 403) throw error
    const says = `Vault does not accept the token: it was revoked, has ended, is of another namespace, or lacks the policy “default”.`
    throw new CallError('provider', says, { call: `GET ${selfPath}`, status: 401, why: 'not-permitted' })
  }
}
