import { isIPv4 } from 'node:net'
import { z } from 'zod'
import type { Observation } from '../../model/sighting.ts'
import type { Reads } from '../rest/api.ts'
import { byLink } from '../rest/paging.ts'
import { isWideNetwork } from '../wide-network.ts'
import { pageSize } from './api.ts'
import { Each } from '../rest/each.ts'

/** From where a token or an app may be used, as it says itself. */
export const Network = z.object({
  connection: z.string().max(50).nullish(),
  include: z.array(z.string().max(200)).max(1_000).nullish(),
})
export type Network = z.infer<typeof Network>

const Zone = z.object({
  id: z.string().min(1).max(200),
  type: z.string().max(50),
  status: z.string().max(50),
  gateways: z.array(z.object({ type: z.string().max(50), value: z.string().max(200) })).nullish(),
})
type Zone = z.infer<typeof Zone>

/** The organisation's network zones, read once, and only where something is limited to them. */
export class Zones {
  readonly #api: Reads
  readonly #each = new Each(
    'Okta network zones',
    'It takes the scope okta.networkZones.read; without it a limit to zones does not count as a control.',
  )
  #known: Promise<Zone[] | null> | null = null

  constructor(api: Reads) {
    this.#api = api
  } // prettier-ignore

  /**
   * True where it may be used from known networks only: every zone it names has addresses, and none so wide that it confines nobody. Zones
   * by country or provider are not networks that one knows.
   */
  async confine(network: Network | null | undefined): Promise<boolean> {
    const named = network?.connection === 'ZONE' ? (network.include ?? []) : []
    if (named.length === 0) return false
    this.#known ??= this.#each.read(this.#api, { path: '/api/v1/zones', query: { limit: pageSize }, schema: Zone, next: byLink })
    const zones = await this.#known
    if (zones === null) return false
    const all = named.includes('ALL_IP_ZONES') ? zones.filter(({ type }) => type === 'IP') : named.map((id) => zones.find((zone) => zone.id === id))
    return all.length > 0 && all.every((zone) => zone !== undefined && isNarrow(zone))
  } // prettier-ignore

  *pending(): Generator<Observation> {
    yield* this.#each.pending()
  }

  *end(): Generator<Observation> {
    yield* this.#each.end(false)
  }
}

function isNarrow({ type, status, gateways }: Zone): boolean {
  return type === 'IP' && status === 'ACTIVE' && !!gateways?.length && gateways.every(({ type: of, value }) => isNarrowGateway(of, value))
}

function isNarrowGateway(type: string, value: string): boolean {
  if (type === 'CIDR') return !isWideNetwork(value)
  const [from = '', to = from] = value.split('-').map((part) => part.trim())
  if (type !== 'RANGE' || !isIPv4(from) || !isIPv4(to)) return false
  return numberOf(to) - numberOf(from) < 2 ** 24
}

function numberOf(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
}
