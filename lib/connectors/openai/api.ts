import { z } from 'zod'
import type { ConnectorWorld } from '../contract.ts'
import { openApi, type Api } from '../rest/api.ts'
import { byCursor, valueAt, type Next } from '../rest/paging.ts'
import type { Credential, Settings } from './settings.ts'

/** OpenAI's administration interface with an admin key. */
export function openOpenAI({ baseUrl }: Settings, { adminKey }: Credential, world: ConnectorWorld): Api {
  return openApi({ baseUrl, authorize: () => ({ authorization: `Bearer ${adminKey}` }), world })
}

const LastRow = z.object({ last_id: z.string().min(1).nullish(), data: z.array(z.object({ id: z.string().min(1).nullish() })).nullish() })

/** Its lists go on after the id of their last row, as long as they say that there is more. Some name that id, some leave it to the row. */
export const next: Next = (page) => {
  const { data } = LastRow.safeParse(page.answer.data)
  const last = data?.last_id ?? data?.data?.at(-1)?.id ?? null
  const answer = { ...page.answer, data: { has_more: valueAt(page.answer.data, 'has_more'), last_id: last } }
  return byCursor({ field: 'last_id', param: 'after', while: 'has_more' })({ ...page, answer })
}

export const pageSize = 100
