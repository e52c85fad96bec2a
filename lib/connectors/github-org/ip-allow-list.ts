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

/**
 * The organisation's IP allow list, as a control over everything in it. It confines only when it is switched on, has entries,
 * and none of them is so wide that it lets the internet in.
 */
export async function* ipAllowList({ github, org, world }: Reading): AsyncGenerator<Observation> {
  try {
    const values: string[] = []
    let enabled = false
    let after: string | null = null
    for (let page = 0; page < 50; page += 1) {
      const parsed = Wire.safeParse(await github.graphql(query, { org: org.login, after }))
      if (!parsed.success) throw new CallError('provider', `${call} answered something else than asked for.`, { call, why: 'malformed' })
      const { ipAllowListEnabledSetting, ipAllowListEntries } = parsed.data.organization
      enabled = ipAllowListEnabledSetting === 'ENABLED'
      values.push(...ipAllowListEntries.nodes.filter((node) => node.isActive).map((node) => node.allowListValue))
      const { hasNextPage, endCursor } = ipAllowListEntries.pageInfo
      if (!hasNextPage || !endCursor || endCursor === after) break
      after = endCursor
    }
    if (enabled && values.length > 0 && !values.some(isWideNetwork)) {
      const evidence = `${call}: switched on with ${values.length} active ${values.length === 1 ? 'entry' : 'entries'}, none wider than /8 (IPv4) or /16 (IPv6)`
      yield { see: 'control', control: { type: 'network', on: 'source', evidence, evidencedAt: world.now } }
    }
    yield { see: 'covered', object, seen: values.length }
  } catch (error) {
    if (org.enterprise === false && error instanceof CallError && (error.status === 403 || error.status === 404)) return
    yield {
      see: 'gap',
      gap: gapOf(
        error,
        object,
        'It takes an organisation owner’s token (read:org), or an App with "Organization administration: read"; without it the list does not count as a control.',
      ),
    }
  }
}
