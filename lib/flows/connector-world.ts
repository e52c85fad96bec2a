import type { ConnectorWorld } from '../connectors/contract.ts'
import type { World } from './world.ts'

/** What a connector may use of a flow's world, and no more. */
export function connectorWorld({ fetch, peers, now, signal, log }: World): ConnectorWorld {
  return { fetch, peers, now, signal, log }
}
