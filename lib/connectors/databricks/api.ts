import type { ConnectorWorld } from '../contract.ts'
import { openApi, type Api } from '../rest/api.ts'
import { holdToken } from '../rest/held-token.ts'
import { byCursor, byOffset } from '../rest/paging.ts'
import { askForToken } from '../rest/token-endpoint.ts'
import { openTokenFile } from '../rest/token-file.ts'
import type { Credential, Settings } from './settings.ts'

const meanings = {
  invalid_client: 'the client id or its secret is not known to the workspace',
  invalid_grant: 'no federation policy of the service principal fits the token’s issuer, subject and audience',
  unauthorized_client: 'the service principal is not in this workspace',
}

/** A workspace's interface as a service principal, with access tokens of an hour. */
export function openDatabricks({ workspaceUrl }: Settings, credential: Credential, world: ConnectorWorld): Api {
  const { clientId } = credential
  const url = `${workspaceUrl}/oidc/v1/token`
  const call = 'the sign-in to Databricks'
  const token = holdToken(async () => {
    if (!('tokenFile' in credential)) {
      const basic = Buffer.from(`${clientId}:${credential.clientSecret}`).toString('base64')
      const form = { grant_type: 'client_credentials', scope: 'all-apis' }
      return askForToken({ url, call, form, headers: { authorization: `Basic ${basic}` }, meanings, world })
    }
    const form = {
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
      subject_token: await openTokenFile(credential.tokenFile, url)(),
      client_id: clientId,
      scope: 'all-apis',
    }
    return askForToken({ url, call, form, meanings, world })
  })
  return openApi({ baseUrl: workspaceUrl, authorize: async () => ({ authorization: `Bearer ${await token()}` }), world })
}

export const tokensPath = '/api/2.0/token-management/tokens'
export const usersPath = '/api/2.0/preview/scim/v2/Users'
export const principalsPath = '/api/2.0/preview/scim/v2/ServicePrincipals'
export const networksPath = '/api/2.0/ip-access-lists'
export const settingPath = '/api/2.0/workspace-conf'
/** The account's secrets of a service principal, as its workspaces show them. */
export const secretsPath = (principal: string) => `/api/2.0/accounts/servicePrincipals/${encodeURIComponent(principal)}/credentials/secrets`

const size = 100
/** SCIM lists are counted from row 1. */
export const scim = { query: { startIndex: 1, count: size }, field: 'Resources', emptyHas: ['schemas', 'totalResults', 'startIndex', 'itemsPerPage'], next: byOffset({ param: 'startIndex', size }), total: 'totalResults' } as const // prettier-ignore

export const nextSecrets = byCursor({ field: 'next_page_token', param: 'page_token' })
