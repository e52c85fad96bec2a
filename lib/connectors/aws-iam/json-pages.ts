import { CallError } from '../http/call-error.ts'
import { pages, type Page } from '../http/pages.ts'
import type { Aws } from './client.ts'
import type { JsonAsk, JsonService } from './signed-json.ts'

type Fields = { rows: string; next: string }

/** A whole listing of a service that speaks JSON, page by page. An answer without its list is no empty list. Throws CallError. */
export function jsonPages(aws: Aws, service: JsonService, fields: Fields, ask: (next: string | null) => JsonAsk): AsyncGenerator<Page> {
  const { name: call } = ask(null)
  return pages({
    call,
    from: null,
    maxPages: 20_000,
    read: async (cursor) => {
      const answer = await aws.json(service, ask(cursor))
      const { [fields.rows]: rows, [fields.next]: next = null } = (answer ?? {}) as Record<string, unknown>
      if (!Array.isArray(rows) || (next !== null && typeof next !== 'string'))
        throw new CallError('provider', `${call} answered something that is not a list with its paging.`, { call, why: 'malformed' })
      return { rows, next: next === '' ? null : next }
    },
  })
}

/** An error of one region: a credential that is refused there may be good everywhere else, so that it ends nothing. */
export function ofRegion(error: unknown, region: string): unknown {
  if (!(error instanceof CallError) || error.status !== 401) return error
  const says = `${error.message} Where the account has not enabled ${region}, take it out of the regions.`
  return new CallError('provider', says, { call: error.call, why: error.why })
}
