import type { ConnectorWorld } from '../connectors/contract.ts'
import { fingerprintId, fingerprintKey } from '../exposure/fingerprint.ts'
import type { World } from './world.ts'

/** What a connector may use of a flow's world, and no more. `more`: a file's bytes, another patience, what its last whole run told of. */
export function connectorWorld(
  { fetch, peers, now, signal, log, auditKey }: World,
  more: Pick<ConnectorWorld, 'input' | 'patience' | 'wholeAt'> = {},
): ConnectorWorld {
  const key = fingerprintKey(auditKey)
  return { fetch, peers, now, signal, log, fingerprint: (secret) => fingerprintId(secret, key), ...more }
}
