import { z } from 'zod'
import type { ConnectorWorld } from '../contract.ts'
import { openApi, type Api } from '../rest/api.ts'
import { byLink, type Next } from '../rest/paging.ts'
import type { People } from './people.ts'
import type { Credential, Settings } from './settings.ts'

export type Reading = { api: Api; world: ConnectorWorld; settings: Settings; people: People }

/** GitLab's REST interface with an access token. */
export function openGitLab({ baseUrl }: Settings, { token }: Credential, world: ConnectorWorld): Api {
  return openApi({ baseUrl, authorize: () => ({ 'private-token': token }), world })
}

/** Where GraphQL stands: beside the REST interface of the same instance. */
export function graphqlUrl({ baseUrl }: Settings): string {
  return `${baseUrl.slice(0, -'/v4'.length)}/graphql`
}

/**
 * The page after this one: by its number where GitLab names one, else by the Link header, which is all that keyset paging has. GitLab
 * writes links with the instance's own address, which need not be the one that is configured.
 */
export const next: Next = (page) => {
  const number = page.answer.headers['x-next-page']
  if (number === undefined) return byLink(page)
  if (!/^\d{1,9}$/.test(String(number))) return null
  const url = new URL(page.url)
  url.searchParams.set('page', String(number))
  return url.href
}

export const pageSize = 100

/** An id as GitLab makes them; it goes into addresses. */
export const GitLabId = z.union([z.number().int().min(0), z.bigint()]).transform(String)

/** A group or project by its path, as one part of an address. */
export function pathId(fullPath: string): string {
  return encodeURIComponent(fullPath)
}
