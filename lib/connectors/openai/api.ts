import type { ConnectorWorld } from '../contract.ts'
import { openApi, type Api } from '../rest/api.ts'
import { byCursor, type Next } from '../rest/paging.ts'
import type { Credential, Settings } from './settings.ts'

/** OpenAI's administration interface with an admin key. */
export function openOpenAI({ baseUrl }: Settings, { adminKey }: Credential, world: ConnectorWorld): Api {
  return openApi({ baseUrl, authorize: () => ({ authorization: `Bearer ${adminKey}` }), world })
}

/** Its lists go on after the id of their last row, as long as they say that there is more. */
export const next: Next = byCursor({ field: 'last_id', param: 'after', while: 'has_more' })

export const pageSize = 100
