import { z } from 'zod'
import { GitLabScopesStated } from '../../model/permission-statement.ts'
import type { Observation, Sighting } from '../../model/sighting.ts'
import { gapOf } from '../gaps.ts'
import { CallError } from '../http/call-error.ts'
import { isWideNetwork } from '../wide-network.ts'
import { pathId, type Reading } from './api.ts'
import type { Settings } from './settings.ts'

const object = 'GitLab IP allow list of the group'

const Wire = z.object({ full_path: z.string(), ip_restriction_ranges: z.string().max(20_000).nullish() })

/**
 * Makes sure that the group is the one asked for, and tells how its IP allow list confines, in words: null where there is none, or one that
 * lets a crowd in. GitLab tells it to owners of a top-level group with Premium; the field is left out for others, who then have no control.
 */
export async function* ipAllowList({ api, settings }: Pick<Reading, 'api' | 'settings'>): AsyncGenerator<Observation, string | null> {
  const path = `/groups/${pathId(settings.group ?? '')}`
  try {
    const parsed = Wire.safeParse((await api.get(path, { with_projects: false })).data)
    if (!parsed.success || parsed.data.full_path.toLowerCase() !== settings.group?.toLowerCase())
      throw new CallError('provider', `GET ${path} answered another group than the one asked for.`, { call: `GET ${path}`, why: 'inconsistent' })
    if (parsed.data.ip_restriction_ranges === undefined) return null
    const ranges = (parsed.data.ip_restriction_ranges ?? '').split(',').map((range) => range.trim()).filter(Boolean)
    yield { see: 'covered', object, seen: ranges.length }
    if (ranges.length === 0 || ranges.some(isWideNetwork)) return null
    return `GET /groups/{id} ip_restriction_ranges: ${ranges.length} ${ranges.length === 1 ? 'range' : 'ranges'}, none wider than /8 or /16 (IPv6)`
  } catch (error) {
    yield { see: 'gap', gap: gapOf(error, object, 'It takes a token of an owner of the group with read_api.') }
    return null
  }
} // prettier-ignore

const ownerAccess = 50

/**
 * Whether the group's list confines a token ("Restrict group access by IP address", security implications): what is the group's own, but for
 * owners, who get to its settings, and so to the list, from anywhere. A person's or service account's token works elsewhere too; git over
 * SSH is confined for certain on GitLab.com alone; and a stored copy of another credential not at all.
 */
export function isConfined({ kind, permissions }: Sighting, { baseUrl }: Settings): boolean {
  if (kind === 'gitlab.project-token' || kind === 'gitlab.deploy-token') return true
  if (kind === 'gitlab.deploy-key') return new URL(baseUrl).hostname === 'gitlab.com'
  const stated = permissions === 'not-reported' ? null : GitLabScopesStated.safeParse(permissions.stated).data
  return kind === 'gitlab.group-token' && typeof stated?.access === 'number' && stated.access < ownerAccess
}
