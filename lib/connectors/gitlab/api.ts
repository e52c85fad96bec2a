import { z } from 'zod'
import type { ConnectorWorld } from '../contract.ts'
import { CallError, statusError } from '../http/call-error.ts'
import { openApi, type Api, type Judge, type Reads } from '../rest/api.ts'
import { byLink, type Next } from '../rest/paging.ts'
import type { People } from './people.ts'
import type { ServiceAccounts } from './service-accounts.ts'
import type { Credential, Settings } from './settings.ts'

export type Reading = { api: Api; world: ConnectorWorld; settings: Settings; people: People; serviceAccounts: ServiceAccounts }

/** GitLab's REST interface with an access token. */
export function openGitLab({ baseUrl }: Settings, { token }: Credential, world: ConnectorWorld): Api {
  return openApi({ baseUrl, authorize: () => ({ 'private-token': token }), world, judge })
}

/** Tokens of service accounts are refused with 401 to whoever may not see them, by GitLab's documentation: that is no end of the credential. */
const judge: Judge = ({ call, status }) =>
  status === 401 && call.includes('/service_accounts') ? statusError(call, 403, 'GitLab says it with 401 here.') : null

/** Where GraphQL stands: beside the REST interface of the same instance. */
export function graphqlUrl({ baseUrl }: Settings): string {
  return `${baseUrl.slice(0, -'/v4'.length)}/graphql`
}

/**
 * The page after this one: by its number where GitLab names one, else by the Link header, which is all that keyset paging has. GitLab
 * writes links with the instance's own address, which need not be the one that is configured. Where neither is there, as behind a gateway that
 * strips headers, a full page is no end: it is gone on by counting, in the same order. Keyset paging leaves the link out where nothing
 * follows, and a cursor came with a link: there links get through, and a page without one is the last.
 */
export const next: Next = (page) => {
  const { url, answer, rows, call } = page
  const number = String(answer.headers['x-next-page'] ?? '').trim()
  if (/^\d{1,9}$/.test(number)) return numbered(url, number)
  if (number !== '')
    throw new CallError('provider', `${call} names its next page in a way that cannot be read.`, { call, why: 'malformed' })
  const isTold = answer.headers['x-next-page'] !== undefined || answer.headers.link !== undefined
  const size = Number(url.searchParams.get('per_page') ?? Number.POSITIVE_INFINITY)
  if (isTold || rows < size || url.searchParams.has('cursor')) return answer.headers['x-next-page'] === undefined ? byLink(page) : null
  return numbered(url, String(Number(url.searchParams.get('page') ?? 1) + 1))
} // prettier-ignore

function numbered(from: URL, page: string): string {
  const url = new URL(from)
  url.searchParams.delete('pagination')
  url.searchParams.set('page', page)
  return url.href
}

export const pageSize = 100

/** How lists of access tokens are asked for. */
export const activeTokens = { state: 'active', per_page: pageSize }

/** The first row of a list. Throws CallError where it cannot be read, or is no list: whoever took that for an empty one would miss everything. */
export async function readList(api: Reads, path: string): Promise<readonly unknown[]> {
  const { data } = await api.get(path, { per_page: 1 })
  if (Array.isArray(data)) return data
  const call = `GET ${path}`
  throw new CallError('provider', `${call} answered something that is not a list.`, { call, why: 'malformed' })
}

/** An id as GitLab makes them; it goes into addresses. */
export const GitLabId = z.union([z.number().int().min(0), z.bigint()]).transform(String)

/** A group or project by its path, as one part of an address. */
export function pathId(fullPath: string): string {
  return encodeURIComponent(fullPath)
}
