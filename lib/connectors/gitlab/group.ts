import { z } from 'zod'
import type { Observation } from '../../model/sighting.ts'
import { gapOf } from '../gaps.ts'
import { CallError } from '../http/call-error.ts'
import { isWideNetwork } from '../wide-network.ts'
import { pathId, type Reading } from './api.ts'

const object = 'GitLab IP allow list of the group'

const Wire = z.object({ full_path: z.string(), ip_restriction_ranges: z.string().max(20_000).nullish() })

/**
 * Makes sure that the group is the one asked for, and counts its IP allow list as a control where there is one that lets no crowd in.
 * GitLab tells it to owners of a top-level group with Premium; the field is left out for others, who then have no control.
 */
export async function* ipAllowList({ api, settings, world }: Reading): AsyncGenerator<Observation> {
  const path = `/groups/${pathId(settings.group ?? '')}`
  try {
    const parsed = Wire.safeParse((await api.get(path, { with_projects: false })).data)
    if (!parsed.success || parsed.data.full_path.toLowerCase() !== settings.group?.toLowerCase())
      throw new CallError('provider', `GET ${path} answered another group than the one asked for.`, { call: `GET ${path}`, why: 'inconsistent' })
    if (parsed.data.ip_restriction_ranges === undefined) return
    const ranges = (parsed.data.ip_restriction_ranges ?? '').split(',').map((range) => range.trim()).filter(Boolean)
    if (ranges.length > 0 && !ranges.some(isWideNetwork)) {
      const evidence = `GET /groups/{id} ip_restriction_ranges: ${ranges.length} ${ranges.length === 1 ? 'range' : 'ranges'}, none wider than /8 (IPv4) or /16 (IPv6)`
      yield { see: 'control', control: { type: 'network', on: 'source', evidence, evidencedAt: world.now } }
    }
    yield { see: 'covered', object, seen: ranges.length }
  } catch (error) {
    yield { see: 'gap', gap: gapOf(error, object, 'It takes a token of an owner of the group with read_api.') }
  }
} // prettier-ignore
