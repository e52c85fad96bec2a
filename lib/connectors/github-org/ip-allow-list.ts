import { z } from 'zod'
import type { Observation } from '../../model/sighting.ts'
import { gapOf } from '../gaps.ts'
import { isWideNetwork } from '../wide-network.ts'
import { CallError } from '../http/call-error.ts'
import type { Reading } from './listing.ts'

const object = 'GitHub IP allow list'
const call = 'POST /graphql organization.ipAllowListEntries'

const query = `query ($org: String!, $after: String) {
  organization(login: $org) {
    ipAllowListEnabledSetting
    ipAllowListEntries(first: 100, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes { isActive allowListValue } }
  }
}`

const Wire = z.object({
  organization: z.object({
    ipAllowListEnabledSetting: z.enum(['ENABLED', 'DISABLED']),
    ipAllowListEntries: z.object({
      totalCount: z.number().int().min(0),
      pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
      nodes: z.array(z.object({ isActive: z.boolean(), allowListValue: z.string().max(200) })),
    }),
  }),
})

const mostPages = 50

/**
 * The organisation's IP allow list: how it confines the tokens that reach the organisation, in words, or null. It confines only when it is
 * switched on, has entries, and none of them is so wide that it lets the internet in; so all of them have to be seen.
 */
export async function* ipAllowList({ github, org }: Pick<Reading, 'github' | 'org'>): AsyncGenerator<Observation, string | null> {
  try {
    const values: string[] = []
    let enabled = false
    let after: string | null = null
    for (let page = 0; ; page += 1) {
      const parsed = Wire.safeParse(await github.graphql(query, { org: org.login, after }))
      if (!parsed.success) throw new CallError('provider', `${call} answered something else than asked for.`, { call, why: 'malformed' })
      const { ipAllowListEnabledSetting, ipAllowListEntries } = parsed.data.organization
      enabled = ipAllowListEnabledSetting === 'ENABLED'
      values.push(...ipAllowListEntries.nodes.filter((node) => node.isActive).map((node) => node.allowListValue))
      const { hasNextPage, endCursor } = ipAllowListEntries.pageInfo
      if (!hasNextPage) break
      if (!endCursor || endCursor === after) throw new CallError('provider', `${call} says that there is more, and not where.`, { call, why: 'loop' }) // prettier-ignore
      if (page + 1 >= mostPages) throw new CallError('provider', `${call} goes on after ${mostPages} pages.`, { call, why: 'capped' })
      after = endCursor
    }
    yield { see: 'covered', object, seen: values.length }
    if (!enabled || values.length === 0 || values.some(isWideNetwork)) return null
    return `${call}: switched on with ${values.length} active ${values.length === 1 ? 'entry' : 'entries'}, none wider than /8 or /16 (IPv6)`
  } catch (error) {
    if (org.enterprise === false && error instanceof CallError && (error.status === 403 || error.status === 404)) return null
    yield {
      see: 'gap',
      gap: gapOf(
        error,
        object,
        'It takes an organisation owner’s token (read:org), or an App with "Organization administration: read"; without it the list does not count as a control.',
      ),
    }
    return null
  }
}
