import type { ConnectorWorld } from '../contract.ts'
import { openApi, type Api } from '../rest/api.ts'
import { byNumber } from '../rest/paging.ts'
import type { Credential, Settings } from './settings.ts'

/** Datadog's interface with an access token, or with an API key and an application key. */
export function openDatadog({ baseUrl }: Settings, credential: Credential, world: ConnectorWorld): Api {
  return openApi({ baseUrl, authorize: () => headersOf(credential), world })
}

function headersOf(credential: Credential): Readonly<Record<string, string>> {
  if ('accessToken' in credential) return { authorization: `Bearer ${credential.accessToken}` }
  return { 'dd-api-key': credential.apiKey, 'dd-application-key': credential.applicationKey }
}

/** The most rows a page has. Without it Datadog sends a part, and says only beside it how many there are. */
export const pageSize = 100

/** What every listing has in common: it is counted from page 0, and told how many there are in all. */
export const listed = {
  query: { 'page[size]': pageSize, 'page[number]': 0 },
  field: 'data',
  next: byNumber({ param: 'page[number]', size: pageSize, first: 0 }),
  total: 'meta.page.total_filtered_count',
} as const

export const apiKeysPath = '/api/v2/api_keys'
export const applicationKeysPath = '/api/v2/application_keys'
/** Of people, and, by its description, of service accounts as well. */
export const tokensPath = '/api/v2/personal_access_tokens'
export const usersPath = '/api/v2/users'
export const serviceTokensPath = (account: string) => `/api/v2/service_accounts/${encodeURIComponent(account)}/access_tokens`
